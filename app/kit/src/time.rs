//! Times on a page, the same words on the server and in the browser.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// A time in UTC to the minute, such as `2026-11-21 13:05`, with the machine's form beside it.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let words = at.format("%Y-%m-%d %H:%M").to_string();
    let machine = at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    view! {
        <time datetime=machine class="tabular-nums whitespace-nowrap" title="UTC">
            {words}
        </time>
    }
}
