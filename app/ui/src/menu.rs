//! Menus that open below their button, with or without the browser's code.

use leptos::prelude::*;

use crate::{Glyph, Icon, button::ICON_BUTTON};

/// A square button that opens a list of links and actions.
#[component]
pub fn Menu(
    /// Its id; one a page.
    #[prop(into)]
    id: String,
    /// What it offers, such as "More for Ana Silva".
    #[prop(into)]
    label: String,
    /// What the button shows.
    #[prop(default = Glyph::More)]
    glyph: Glyph,
    /// [`MenuLink`]s and [`MenuButton`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=ICON_BUTTON aria-label=label popovertarget=id.clone()>
            <Icon glyph />
        </button>
        <div id=id popover="auto" class="menu">
            {children()}
        </div>
    }
}

/// A link in a [`Menu`].
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class="menu-item">
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </a>
    }
}

/// A button in a [`Menu`]; sends the form around it.
#[component]
pub fn MenuButton(
    /// A drawing before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Destroys something.
    #[prop(optional)]
    danger: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class=if danger { "menu-item text-danger" } else { "menu-item" }>
            {icon.map(|glyph| view! { <Icon glyph /> })}
            {children()}
        </button>
    }
}
