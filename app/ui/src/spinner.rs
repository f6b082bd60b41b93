//! A spinner, for work inside a control.

use leptos::prelude::*;

/// A turning ring as tall as the text; stands still where motion is unwanted.
#[component]
pub fn Spinner() -> impl IntoView {
    view! {
        <svg
            class="size-4 shrink-0 motion-safe:animate-spin"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <circle cx="8" cy="8" r="6" opacity="0.25" />
            <path d="M8 2a6 6 0 0 1 6 6" />
        </svg>
    }
}
