//! A bar of filters kept in the address.

use leptos::{ev::SubmitEvent, form::form_data_from_event, html, prelude::*, web_sys};

use crate::{Button, ButtonKind, ButtonLink, Glyph, Icon};

/// A GET form over a list: a search box, any fields (pass `quiet=true`), and Apply.
///
/// Where the browser's code runs, applying stays within the page and leaves empty filters out of
/// the address.
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
    let path = action.clone();
    let link = NodeRef::<html::A>::new();
    let apply = move |event: SubmitEvent| {
        if let (Some(link), Some(query)) = (link.get(), query_of(&event)) {
            event.prevent_default();
            link.set_href(&format!("{path}?{query}"));
            link.click();
        }
    };
    view! {
        <form
            method="get"
            action=action
            role="search"
            aria-label=search
            class="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
            on:submit=apply
        >
            {search.clone().map(|label| search_box(label, query))} {children.map(|children| children())}
            <Button submit=true>"Apply"</Button>
            {filtered
                .then(|| {
                    view! {
                        <ButtonLink href=clear kind=ButtonKind::Ghost icon=Glyph::Close>
                            "Clear"
                        </ButtonLink>
                    }
                })}
            // Clicked in place of the form, so that the router takes the address as any other link.
            <a node_ref=link hidden=true></a>
        </form>
    }
}

/// The filters that are set, as the query of an address.
fn query_of(event: &SubmitEvent) -> Option<String> {
    let data = form_data_from_event(event).ok()?;
    let all = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let all = String::from(all.to_string());
    let set: Vec<_> = all.split('&').filter(|pair| !pair.ends_with('=')).collect();
    Some(set.join("&"))
}

fn search_box(label: String, query: Option<String>) -> impl IntoView {
    view! {
        <label class="relative col-span-2 min-w-48 flex-1 sm:max-w-80">
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
