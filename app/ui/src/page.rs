//! The head of a page and the blocks it is made of.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::{Breadcrumbs, Crumb};

/// The title of a page with what can be done there; its `h1`.
#[component]
pub fn PageHeader(
    /// What the page is.
    #[prop(into)]
    title: String,
    /// One line about it.
    #[prop(into, optional)]
    subtitle: Option<String>,
    /// The way here, from the outside in.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// A badge beside the title.
    #[prop(into, optional)]
    badge: Option<ViewFnOnce>,
    /// The buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="flex flex-col gap-1.5">
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs /> })}
            <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
                <div class="min-w-0">
                    <div class="flex flex-wrap items-center gap-2.5">
                        <h1 class="text-xl font-semibold tracking-tight text-balance break-words text-ink">
                            {title}
                        </h1>
                        {badge.map(ViewFnOnce::run)}
                    </div>
                    {subtitle
                        .map(|text| {
                            view! { <p class="mt-0.5 text-base text-pretty text-muted">{text}</p> }
                        })}
                </div>
                {children
                    .map(|actions| {
                        view! { <div class="flex flex-wrap items-center gap-2">{actions()}</div> }
                    })}
            </div>
        </header>
    }
}

/// The column a page is set in, with one distance between its blocks.
#[component]
pub fn Page(
    /// Narrow enough to read or to fill in.
    #[prop(optional)]
    narrow: bool,
    /// The header and the blocks.
    children: Children,
) -> impl IntoView {
    let class = if narrow {
        "mx-auto flex w-full max-w-3xl flex-col gap-6"
    } else {
        "mx-auto flex w-full max-w-6xl flex-col gap-6"
    };
    view! { <div class=class>{children()}</div> }
}

/// A bordered block with an optional head and foot.
#[component]
pub fn Card(
    /// What it holds.
    #[prop(into, optional)]
    title: Option<String>,
    /// One line about it.
    #[prop(into, optional)]
    description: Option<String>,
    /// Buttons or links in the head.
    #[prop(into, optional)]
    actions: Option<ViewFnOnce>,
    /// What stands under a line at the end.
    #[prop(into, optional)]
    footer: Option<ViewFnOnce>,
    /// No padding, for a table or a list that reaches the edges.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let head = title.map(|title| {
        view! {
            <header class="flex items-start justify-between gap-3 px-4 pt-3.5 last:pb-3.5">
                <div class="min-w-0">
                    <h2 class="text-base font-semibold text-ink">{title}</h2>
                    {description
                        .map(|text| view! { <p class="text-sm text-pretty text-muted">{text}</p> })}
                </div>
                {actions
                    .map(|actions| {
                        view! {
                            <div class="-my-1 flex shrink-0 items-center gap-2">
                                {actions.run()}
                            </div>
                        }
                    })}
            </header>
        }
    });
    view! {
        <section class="overflow-clip rounded-lg border border-line bg-surface">
            {head} <div class=if flush { "mt-3 first:mt-0" } else { "p-4" }>{children()}</div>
            {footer
                .map(|footer| {
                    view! {
                        <footer class="border-t border-line bg-sunken px-4 py-2.5 text-sm text-muted">
                            {footer.run()}
                        </footer>
                    }
                })}
        </section>
    }
}
