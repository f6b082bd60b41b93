//! Native dialogs, and the buttons that open them.

use leptos::{prelude::*, web_sys};
use wasm_bindgen::JsCast;

use crate::{
    ButtonKind, Glyph, Icon, Size,
    button::{ICON_BUTTON, button_class},
    class::join,
};

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Opens the dialog `id` over the page; no effect while it is open or absent.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        // Fails only for a dialog outside the document, which was just found in it.
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog `id`; no effect while it is closed or absent.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// A dialog over the page: keeps the focus, closes on Esc and on a click beside it.
#[component]
pub fn Dialog(
    /// Its id, which [`DialogButton`] opens.
    #[prop(into)]
    id: String,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Wide enough for a table.
    #[prop(optional)]
    wide: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let class = if wide {
        "dialog max-w-3xl"
    } else {
        "dialog max-w-md"
    };
    view! {
        <dialog id=id class=class aria-labelledby=title_id closedby="any">
            <h2 id=title_id.clone() class="px-5 pt-4 pr-14 text-lg font-semibold text-balance text-ink">
                {title}
            </h2>
            <div class="px-5 pt-2 pb-5">{children()}</div>
            // Last in the source, so that opening focuses the content.
            <CloseButton dialog=id.clone() label="Close" class=join(&[ICON_BUTTON, "absolute top-3 right-3"])>
                <Icon glyph=Glyph::Close />
            </CloseButton>
        </dialog>
    }
}

/// A button that opens a dialog; with `href` it is a link to the page that does the same.
#[component]
pub fn DialogButton(
    /// The id of the [`Dialog`].
    #[prop(into)]
    dialog: String,
    /// The page that does the same without the browser's code.
    #[prop(into, optional)]
    href: Option<String>,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: Size,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = button_class(kind, size, false);
    let words = view! {
        {icon.map(|glyph| view! { <Icon glyph /> })}
        {children()}
    };
    let target = dialog.clone();
    match href {
        Some(href) => view! {
            <a
                href=href
                class=class
                aria-haspopup="dialog"
                on:click=move |event| {
                    event.prevent_default();
                    open_dialog(&target);
                }
            >
                {words}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                type="button"
                class=class
                aria-haspopup="dialog"
                commandfor=dialog
                command="show-modal"
                on:click=move |_| open_dialog(&target)
            >
                {words}
            </button>
        }
        .into_any(),
    }
}

/// Closes the dialog around it; also without the browser's code where the browser knows `command`.
#[component]
pub(crate) fn CloseButton(
    #[prop(into)] dialog: String,
    #[prop(into, optional)] label: Option<String>,
    #[prop(into)] class: String,
    children: Children,
) -> impl IntoView {
    let target = dialog.clone();
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            commandfor=dialog
            command="close"
            on:click=move |_| close_dialog(&target)
        >
            {children()}
        </button>
    }
}
