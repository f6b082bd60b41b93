//! Numbers that matter.

use leptos::prelude::*;

use crate::Tone;

/// One number with its name; a link to what it counts if `href` is given.
#[component]
pub fn StatTile(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The number, ready to read.
    #[prop(into)]
    value: String,
    /// How it moved, such as "+12 this week".
    #[prop(into, optional)]
    change: Option<String>,
    /// Whether the move is good.
    #[prop(optional)]
    tone: Tone,
    /// The list of what is counted.
    #[prop(into, optional)]
    href: Option<String>,
) -> impl IntoView {
    let change_class = match tone {
        Tone::Ok => "text-sm font-medium text-ok tabular-nums",
        Tone::Warn => "text-sm font-medium text-warn tabular-nums",
        Tone::Danger => "text-sm font-medium text-danger tabular-nums",
        Tone::Neutral | Tone::Accent | Tone::Info => "text-sm text-muted tabular-nums",
    };
    let name = match href {
        Some(href) => view! { <a href=href class="cover-link">{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class="relative flex grow basis-40 flex-col gap-1 bg-surface p-4 transition-colors has-[a:hover]:bg-sunken">
            <p class="text-sm text-muted">{name}</p>
            <p class="flex flex-wrap items-baseline gap-x-2">
                <span class="text-2xl font-semibold tracking-tight text-ink tabular-nums">
                    {value}
                </span>
                {change.map(|change| view! { <span class=change_class>{change}</span> })}
            </p>
        </div>
    }
}

/// A row of [`StatTile`]s that share their borders.
#[component]
pub fn StatRow(
    /// The tiles; what does not fit goes below, as wide as there is room.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap gap-px overflow-clip rounded-lg border border-line bg-line">
            {children()}
        </div>
    }
}
