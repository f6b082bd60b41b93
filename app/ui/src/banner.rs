//! A lasting message about the page or the account.

use leptos::prelude::*;

use crate::{Glyph, Icon, Tone, class::join};

const BASE: &str = "flex items-start gap-2.5 rounded-md border px-3.5 py-2.5 text-base";

/// A message in a tone, with room for a link or a button.
#[component]
pub fn Banner(
    /// Info, warning or danger.
    #[prop(optional)]
    tone: Tone,
    /// The message in a few words.
    #[prop(into, optional)]
    title: Option<String>,
    /// The rest, with links or buttons.
    children: Children,
) -> impl IntoView {
    let (glyph, class) = match tone {
        Tone::Neutral => (Glyph::Info, "border-line bg-sunken text-muted"),
        Tone::Accent => (
            Glyph::Info,
            "border-accent-text/25 bg-accent-soft text-accent-text",
        ),
        Tone::Info => (Glyph::Info, "border-info/25 bg-info-soft text-info"),
        Tone::Ok => (Glyph::Check, "border-ok/25 bg-ok-soft text-ok"),
        Tone::Warn => (Glyph::Alert, "border-warn/25 bg-warn-soft text-warn"),
        Tone::Danger => (Glyph::Alert, "border-danger/25 bg-danger-soft text-danger"),
    };
    let role = if tone == Tone::Danger {
        "alert"
    } else {
        "status"
    };
    view! {
        <div class=join(&[BASE, class]) role=role>
            <span class="mt-0.5">
                <Icon glyph />
            </span>
            <div class="min-w-0 flex-1">
                {title.map(|title| view! { <p class="font-semibold">{title}</p> })}
                <div class="text-ink">{children()}</div>
            </div>
        </div>
    }
}
