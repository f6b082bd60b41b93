//! A frame for charts drawn on the server.
//!
//! The drawing names the theme's colours itself, so that one serves light and dark:
//! `fill="var(--chart-1)"` to `--chart-6` for series, `--line` for the grid, `--muted` for words.

use leptos::{children::ViewFnOnce, prelude::*};

/// A chart as a figure: title, drawing, and the same numbers as a table on demand.
#[component]
pub fn ChartFrame(
    /// What the chart shows.
    #[prop(into)]
    title: String,
    /// What one sees in it, in a sentence; read aloud in place of the drawing.
    #[prop(into)]
    description: String,
    /// The drawing: an SVG made by our own server, never by a person.
    #[prop(into)]
    svg: String,
    /// The same numbers, as a [`Table`](crate::Table).
    #[prop(into, optional)]
    table: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <figure class="flex h-full flex-col rounded-lg border border-line bg-surface">
            <figcaption class="px-4 pt-3.5">
                <h2 class="text-base font-semibold text-ink">{title}</h2>
                <p class="text-sm text-pretty text-muted">{description.clone()}</p>
            </figcaption>
            <div class="chart flex-1 p-4" role="img" aria-label=description inner_html=svg></div>
            {table
                .map(|table| {
                    view! {
                        <details class="disclosure border-t border-line">
                            <summary class="px-4 py-2.5 text-sm text-muted hover:text-ink">
                                "Show as a table"
                            </summary>
                            <div class="border-t border-line">{table.run()}</div>
                        </details>
                    }
                })}
        </figure>
    }
}
