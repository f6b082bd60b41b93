//! Status words.

use leptos::prelude::*;

use crate::{Tone, class::join};

const BASE: &str =
    "inline-flex items-center gap-1.5 rounded-full px-2 text-xs/5 font-medium whitespace-nowrap";

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "bg-hover text-muted",
        Tone::Accent => "bg-accent-soft text-accent-text",
        Tone::Info => "bg-info-soft text-info",
        Tone::Ok => "bg-ok-soft text-ok",
        Tone::Warn => "bg-warn-soft text-warn",
        Tone::Danger => "bg-danger-soft text-danger",
    }
}

/// A short status in a tone; the word carries the meaning, the colour repeats it.
#[component]
pub fn Badge(
    /// What the colour says.
    #[prop(optional)]
    tone: Tone,
    /// Shows a dot before the word.
    #[prop(optional)]
    dot: bool,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=join(&[BASE, tone_class(tone)])>
            {dot
                .then(|| {
                    view! { <span class="size-1.5 rounded-full bg-current" aria-hidden="true"></span> }
                })} {children()}
        </span>
    }
}
