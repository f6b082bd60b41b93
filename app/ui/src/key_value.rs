//! Facts about one thing, as a list of names and values.

use leptos::prelude::*;

/// A list of [`KeyValue`]s.
#[component]
pub fn KeyValueList(
    /// The facts.
    children: Children,
) -> impl IntoView {
    view! { <dl class="divide-y divide-line text-base">{children()}</dl> }
}

/// One fact: a name and what it is; "—" for what is not known.
#[component]
pub fn KeyValue(
    /// The name of the fact.
    #[prop(into)]
    label: String,
    /// What it is.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let value = children.map_or_else(|| "—".into_any(), |children| children().into_any());
    view! {
        <div class="grid gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(7rem,1fr)_minmax(0,2fr)]">
            <dt class="text-muted">{label}</dt>
            <dd class="min-w-0 break-words text-ink">{value}</dd>
        </div>
    }
}
