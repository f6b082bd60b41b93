//! Moving through a list whose pages are known only one ahead.

use leptos::prelude::*;
use ui::{ButtonLink, Glyph, Size};

/// A link to the first page and one to the next; nothing where one page holds all.
#[component]
pub fn Paging(
    /// The first page; none on it.
    first: Option<String>,
    /// The next page; none on the last.
    next: Option<String>,
) -> impl IntoView {
    (first.is_some() || next.is_some()).then(|| {
        let first = first.map(|href| {
            view! {
                <ButtonLink href size=Size::Small icon=Glyph::ArrowLeft>
                    "First page"
                </ButtonLink>
            }
        });
        let next =
            next.map(|href| view! { <ButtonLink href size=Size::Small>"Next page"</ButtonLink> });
        view! {
            <nav class="flex justify-end gap-2" aria-label="Pages">
                {first} {next}
            </nav>
        }
    })
}
