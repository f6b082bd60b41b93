//! A path that no page has.

use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::set_status;
use ui::{ButtonKind, ButtonLink, EmptyState, Glyph};

/// The page for a path that no page has, with status 404.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    set_status(404);
    view! {
        <Title text="Not found" />
        <main id="main" class="centred">
            <h1 class="sr-only">"Not found"</h1>
            <EmptyState
                glyph=Glyph::Search
                title="There is no page at this address"
                description="It may have moved, or the link has a letter too many."
            >
                <ButtonLink href="/" kind=ButtonKind::Primary>
                    "Go to the start page"
                </ButtonLink>
            </EmptyState>
        </main>
    }
}
