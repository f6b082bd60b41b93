//! A frame for charts drawn on the server.

use leptos::{children::ViewFnOnce, prelude::*};

/// The colours to draw with; the style sheet turns each into the one of the theme.
pub mod chart_colours {
    /// The series, first to last.
    pub const SERIES: [&str; 6] = [
        "#3451c6", "#0d8577", "#b4690e", "#a8429c", "#5b7083", "#c0342a",
    ];
    /// Lines behind the data.
    pub const GRID: &str = "#e6e3de";
    /// Words beside the axes and in the legend.
    pub const LABEL: &str = "#5d5850";
    /// The paper.
    pub const PAPER: &str = "#ffffff";
}

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
