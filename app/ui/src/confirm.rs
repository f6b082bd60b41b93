//! Asking once more before something that cannot be undone.

use leptos::prelude::*;

use crate::{
    Button, ButtonKind, Dialog, Size, TextField, button::button_class, dialog::CloseButton,
};

/// A dialog that names what will happen; put the form with [`ConfirmActions`] inside.
#[component]
pub fn Confirm(
    /// Its id, which [`DialogButton`](crate::DialogButton) opens.
    #[prop(into)]
    id: String,
    /// The question, such as "Delete Ana Silva?".
    #[prop(into)]
    title: String,
    /// What is lost or changed, and whether it comes back.
    #[prop(into)]
    consequence: String,
    /// The form that does it.
    children: Children,
) -> impl IntoView {
    view! {
        <Dialog id title>
            <p class="text-base text-pretty text-muted">{consequence}</p>
            {children()}
        </Dialog>
    }
}

/// The end of the form in a [`Confirm`]: the deed and the way out, and a phrase to type if asked.
#[component]
pub fn ConfirmActions(
    /// The id of the [`Confirm`] around.
    #[prop(into)]
    dialog: String,
    /// The deed, such as "Delete customer".
    #[prop(into)]
    label: String,
    /// The deed is under way.
    #[prop(into, optional)]
    loading: Signal<bool>,
    /// Words that must be typed first, sent under `confirm`; the server must compare them too.
    #[prop(into, optional)]
    phrase: Option<String>,
    /// Something that can be undone, so not in red.
    #[prop(optional)]
    harmless: bool,
) -> impl IntoView {
    let kind = if harmless {
        ButtonKind::Primary
    } else {
        ButtonKind::Danger
    };
    let id = format!("{dialog}-confirm");
    view! {
        {phrase
            .map(|phrase| {
                view! {
                    <div class="mt-4">
                        <TextField
                            name="confirm"
                            id
                            label=format!("Type “{phrase}” to confirm")
                            autocomplete="off"
                            required=true
                        />
                    </div>
                }
            })}
        // The way out comes first: it is what the dialog focuses when nothing has to be typed.
        <div class="mt-5 flex flex-wrap justify-end gap-2">
            <CloseButton dialog class=button_class(ButtonKind::Secondary, Size::Medium, false)>
                "Cancel"
            </CloseButton>
            <Button submit=true kind loading>
                {label}
            </Button>
        </div>
    }
}
