//! Work under way and content on its way.

use leptos::prelude::*;

/// A bar of progress; without a `value` it only says that work goes on.
#[component]
pub fn ProgressBar(
    /// What is under way.
    #[prop(into)]
    label: String,
    /// How much is done.
    #[prop(into, optional)]
    value: MaybeProp<f64>,
    /// How much there is.
    #[prop(default = 100.0)]
    max: f64,
    /// The amount in words, such as "3 of 8"; shown at the end of the line.
    #[prop(into, optional)]
    detail: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <label class="flex flex-col gap-1.5">
            <span class="flex justify-between gap-3 text-sm">
                <span class="text-ink">{label}</span>
                <span class="text-muted tabular-nums">{move || detail.get()}</span>
            </span>
            <progress class="progress" value=move || value.get() max=max></progress>
        </label>
    }
}

/// How full something is against its limit; turns amber, then red.
#[component]
pub fn Meter(
    /// What fills up.
    #[prop(into)]
    label: String,
    /// How much is used.
    value: f64,
    /// The limit.
    max: f64,
    /// The amount in words, such as "40 of 50".
    #[prop(into, optional)]
    detail: Option<String>,
) -> impl IntoView {
    view! {
        <label class="flex flex-col gap-1.5">
            <span class="flex justify-between gap-3 text-sm">
                <span class="text-ink">{label}</span>
                <span class="text-muted tabular-nums">{detail}</span>
            </span>
            <meter class="meter" value=value min="0" low=max * 0.8 high=max * 0.95 optimum="0" max=max></meter>
        </label>
    }
}

/// Grey lines where text will be.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let lines: Vec<_> = (0..lines)
        .map(|_| view! { <span class="skeleton"></span> })
        .collect();
    view! {
        <div role="status">
            <span class="sr-only">"Loading"</span>
            {lines}
        </div>
    }
}
