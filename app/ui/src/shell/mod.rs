//! The frame around the pages of a portal: sidebar, top bar, content.

mod nav;
mod palette;
mod public;

use leptos::{children::ViewFnOnce, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    Avatar, Glyph, Icon, ThemeToggle, button::ICON_BUTTON, class::join, close_dialog,
    hydrated::hydrated,
};

pub use nav::*;
pub use palette::*;
pub use public::*;

/// Whose product the pages are.
#[derive(Clone, Debug)]
pub struct Brand {
    name: String,
    href: String,
    logo: Option<String>,
    note: Option<String>,
}

impl Brand {
    /// A name that leads to `href`.
    pub fn new(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            href: href.into(),
            logo: None,
            note: None,
        }
    }

    /// Shows the picture at `src` in place of the first letter.
    #[must_use]
    pub fn logo(mut self, src: impl Into<String>) -> Self {
        self.logo = Some(src.into());
        self
    }

    /// A word after the name, such as the portal.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Account {
    name: String,
    detail: String,
}

impl Account {
    /// A person's name, and a line such as the e-mail address.
    pub fn new(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            detail: detail.into(),
        }
    }
}

const SIDEBAR: &str = "shell-sidebar";

/// Sidebar with sections, top bar with search and account menu, and the page.
///
/// The sidebar of a phone and the account menu are popovers, so both open without the browser's
/// code. Ctrl-K or ⌘K opens the palette of `commands`, to which the sidebar's pages are added.
#[component]
pub fn Shell(
    /// Whose product it is.
    brand: Brand,
    /// What the sidebar lists.
    sections: Vec<NavSection>,
    /// The path of the page shown.
    #[prop(into)]
    path: Signal<String>,
    /// Who is signed in.
    account: Account,
    /// The account menu's [`MenuLink`](crate::MenuLink)s and the form that signs out.
    #[prop(into)]
    menu: ViewFnOnce,
    /// What the palette offers beside the sidebar's pages.
    #[prop(optional)]
    commands: Vec<Command>,
    /// A banner above every page.
    #[prop(into, optional)]
    notice: Option<ViewFnOnce>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let hrefs: Vec<_> = sections
        .iter()
        .flat_map(|section| &section.items)
        .map(|item| item.href.clone())
        .collect();
    let current = Memo::new(move |_| path.with(|path| current_item(&hrefs, path)));
    let commands = sections
        .iter()
        .flat_map(|section| &section.items)
        .map(|item| Command::new(item.label.clone(), item.href.clone(), item.glyph))
        .chain(commands)
        .collect();
    close_overlays_on(path);
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to content"
        </a>
        <div class="lg:grid lg:min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]">
            <aside id=SIDEBAR popover="auto" class="sidebar">
                <div class="sticky top-0 flex h-dvh flex-col">
                <div class="flex h-12 shrink-0 items-center px-4">
                    <BrandMark brand=brand.clone() />
                </div>
                <NavList sections current />
                </div>
            </aside>
            <div class="page-column flex min-h-dvh min-w-0 flex-col">
                <header class="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-canvas/90 px-4 backdrop-blur-sm lg:px-8">
                    <button
                        type="button"
                        class=join(&[ICON_BUTTON, "-ml-2 lg:hidden"])
                        aria-label="Menu"
                        popovertarget=SIDEBAR
                    >
                        <Icon glyph=Glyph::Menu />
                    </button>
                    <span class="min-w-0 lg:hidden">
                        <BrandMark brand />
                    </span>
                    <span class="flex-1 max-lg:hidden">
                        <PaletteButton />
                    </span>
                    <span class="flex-1 lg:hidden"></span>
                    <span class="lg:hidden">
                        <PaletteButton compact=true />
                    </span>
                    <AccountMenu account menu />
                </header>
                <main id="main" tabindex="-1" class="flex-1 px-4 py-6 outline-none lg:px-8 lg:py-8">
                    {notice
                        .map(|notice| {
                            view! { <div class="mx-auto mb-6 max-w-6xl">{notice.run()}</div> }
                        })}
                    {children()}
                </main>
            </div>
        </div>
        <CommandPalette commands />
    }
}

const LETTER: &str = "flex size-6 shrink-0 items-center justify-center rounded-md bg-accent text-sm font-semibold text-accent-ink";

#[component]
pub(crate) fn BrandMark(brand: Brand) -> impl IntoView {
    let letter: String = brand
        .name
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect();
    let mark = brand.logo.map_or_else(
        || view! { <span class=LETTER aria-hidden="true">{letter}</span> }.into_any(),
        |src| view! { <img src=src alt="" class="size-6 rounded-md object-contain" /> }.into_any(),
    );
    view! {
        <a href=brand.href class="flex min-w-0 items-center gap-2 rounded-md text-base font-semibold text-ink">
            {mark} <span class="truncate">{brand.name}</span>
            {brand
                .note
                .map(|note| {
                    view! {
                        <span class="rounded-sm border border-line px-1 text-xs/4 font-normal text-muted">
                            {note}
                        </span>
                    }
                })}
        </a>
    }
}

#[component]
fn AccountMenu(account: Account, menu: ViewFnOnce) -> impl IntoView {
    let ready = hydrated();
    view! {
        <button
            type="button"
            class="cursor-pointer rounded-full"
            popovertarget="account-menu"
        >
            <Avatar name=account.name.clone() />
            <span class="sr-only">{format!("Account of {}", account.name)}</span>
        </button>
        <div id="account-menu" popover="auto" class="menu min-w-60">
            <div class="border-b border-line px-2.5 pt-1 pb-2.5">
                <p class="truncate text-base font-medium text-ink">{account.name}</p>
                <p class="truncate text-sm text-muted">{account.detail}</p>
            </div>
            <div class="py-1">{menu.run()}</div>
            <div hidden=move || !ready.get() class="flex items-center justify-between border-t border-line px-2.5 pt-2 pb-1 text-sm text-muted">
                "Theme" <ThemeToggle />
            </div>
        </div>
    }
}

/// A page change within the browser leaves popovers and dialogs open; this closes them.
fn close_overlays_on(path: Signal<String>) {
    Effect::new(move |first: Option<()>| {
        path.track();
        if first.is_none() {
            return;
        }
        close_dialog(PALETTE);
        for id in [SIDEBAR, "account-menu"] {
            let element = document().get_element_by_id(id);
            if let Some(element) =
                element.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
            {
                // Fails only for one that is already closed.
                let _ = element.hide_popover();
            }
        }
    });
}
