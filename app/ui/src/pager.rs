//! Moving through a list by keyset: before and after, no page numbers.

use leptos::prelude::*;

use crate::{Glyph, Icon};

const STEP: &str = "inline-flex h-7 items-center gap-1 rounded-md border border-line-strong/60 bg-surface px-2 text-sm font-medium text-ink transition-colors hover:border-line-strong hover:bg-sunken pointer-coarse:h-10 pointer-coarse:px-3";
const STEP_OFF: &str = "inline-flex h-7 items-center gap-1 rounded-md border border-line px-2 text-sm font-medium text-muted opacity-55 pointer-coarse:h-10 pointer-coarse:px-3";

/// Links to the part of the list before and after this one.
#[component]
pub fn Pager(
    /// The part before; none at the start.
    #[prop(into, optional)]
    previous: Option<String>,
    /// The part after; none at the end.
    #[prop(into, optional)]
    next: Option<String>,
    /// What is shown, such as "50 of 1,203".
    #[prop(into, optional)]
    summary: Option<String>,
    /// What the pages are of, where there are several lists.
    #[prop(into, default = "Pages".to_owned())]
    label: String,
) -> impl IntoView {
    view! {
        <nav class="flex items-center justify-between gap-3" aria-label=label>
            <p class="text-sm text-muted tabular-nums">{summary}</p>
            <div class="flex gap-2">
                {step(previous, "prev", view! { <Icon glyph=Glyph::ChevronLeft /> "Previous" })}
                {step(next, "next", view! { "Next" <Icon glyph=Glyph::ChevronRight /> })}
            </div>
        </nav>
    }
}

fn step(href: Option<String>, rel: &'static str, words: impl IntoView + 'static) -> AnyView {
    match href {
        Some(href) => view! { <a class=STEP href=href rel=rel>{words}</a> }.into_any(),
        None => view! { <span class=STEP_OFF role="link" aria-disabled="true">{words}</span> }
            .into_any(),
    }
}
