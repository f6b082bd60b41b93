//! A spinner, for work inside a control.

use leptos::prelude::*;

/// A turning ring; stands still where motion is unwanted.
#[component]
pub fn Spinner(
    /// Pixels: 16 unless told.
    #[prop(default = 16)]
    size: u8,
) -> impl IntoView {
    view! {
        <svg
            class="shrink-0 motion-safe:animate-spin"
            width=size
            height=size
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <circle cx="8" cy="8" r="6.5" opacity="0.25" />
            <path d="M8 1.5A6.5 6.5 0 0 1 14.5 8" />
        </svg>
    }
}
