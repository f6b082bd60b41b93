//! Values to take elsewhere.

use std::time::Duration;

use leptos::prelude::*;

use crate::{Glyph, Icon, button::ICON_BUTTON, hydrated::hydrated};

/// A short value in a fixed-width face with a button that copies it.
#[component]
pub fn CopyValue(
    /// The value.
    #[prop(into)]
    value: String,
    /// What it is, for the button's name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="inline-flex max-w-full items-center gap-1">
            <code class="min-w-0 truncate font-mono text-sm text-ink">{value.clone()}</code>
            <CopyButton value label />
        </span>
    }
}

/// Lines of code or output with a button that copies them.
#[component]
pub fn CodeBlock(
    /// The lines.
    #[prop(into)]
    code: String,
    /// What they are, for the button's name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="relative rounded-md border border-line bg-sunken">
            <pre class="overflow-x-auto p-3 pr-12 font-mono text-sm text-ink" tabindex="0">
                <code>{code.clone()}</code>
            </pre>
            <span class="absolute top-1 right-1">
                <CopyButton value=code label />
            </span>
        </div>
    }
}

/// Copies `value`; without the browser's code it is not there, and the value can be selected.
#[component]
fn CopyButton(value: String, label: String) -> impl IntoView {
    let (ready, copied) = (hydrated(), RwSignal::new(false));
    // Browsers give the clipboard only to pages on https or localhost.
    let usable = move || ready.get() && window().is_secure_context();
    let copy = move |_| {
        // The promise fails only where the person forbade it; the value is still there to select.
        let _ = window().navigator().clipboard().write_text(&value);
        copied.set(true);
        set_timeout(move || _ = copied.try_set(false), Duration::from_secs(2));
    };
    view! {
        <button type="button" class=ICON_BUTTON hidden=move || !usable() aria-label=format!("Copy {label}") on:click=copy>
            {move || {
                let glyph = if copied.get() { Glyph::Check } else { Glyph::Copy };
                view! { <Icon glyph /> }
            }}
            <span class="sr-only" role="status">
                {move || copied.get().then_some("Copied")}
            </span>
        </button>
    }
}
