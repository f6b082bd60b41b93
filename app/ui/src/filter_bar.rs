//! A bar of filters kept in the address.

use leptos::prelude::*;

use crate::{Button, ButtonKind, ButtonLink, Glyph, Icon};

/// A GET form over a list: a search box, any fields (pass `quiet=true`), and Apply.
///
/// Choosing in a select applies at once where the browser's code runs; without it, Apply does.
#[component]
pub fn FilterBar(
    /// The address of the list.
    #[prop(into)]
    action: String,
    /// The words searched for, kept under `q`.
    #[prop(into, optional)]
    query: Option<String>,
    /// What the search box looks through, such as "Search customers".
    #[prop(into, optional)]
    search: Option<String>,
    /// Some filter is set: offers to clear them.
    #[prop(optional)]
    filtered: bool,
    /// More filters.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let clear = action.clone();
    view! {
        <form
            method="get"
            action=action
            role="search"
            class="filter-bar flex flex-wrap items-center gap-2"
        >
            {search.map(|label| search_box(label, query))} {children.map(|children| children())}
            <Button submit=true>"Apply"</Button>
            {filtered
                .then(|| {
                    view! {
                        <ButtonLink href=clear kind=ButtonKind::Ghost icon=Glyph::Close>
                            "Clear"
                        </ButtonLink>
                    }
                })}
        </form>
    }
}

fn search_box(label: String, query: Option<String>) -> impl IntoView {
    view! {
        <label class="relative min-w-48 flex-1 sm:max-w-80">
            <span class="sr-only">{label.clone()}</span>
            <span class="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-faint">
                <Icon glyph=Glyph::Search />
            </span>
            <input
                type="search"
                name="q"
                value=query
                placeholder=label
                class=crate::class::join(&[crate::field::CONTROL, "pl-8.5"])
                autocomplete="off"
            />
        </label>
    }
}
