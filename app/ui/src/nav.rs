//! Tabs and breadcrumbs: where one is.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// One tab: a link to its own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    label: String,
    href: String,
    count: Option<String>,
}

impl Tab {
    /// A tab that leads to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            count: None,
        }
    }

    /// Shows a number beside the words.
    #[must_use]
    pub fn count(mut self, count: impl ToString) -> Self {
        self.count = Some(count.to_string());
        self
    }
}

const TAB: &str = "relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-base whitespace-nowrap text-muted transition-colors hover:text-ink aria-[current=page]:border-accent-text aria-[current=page]:font-medium aria-[current=page]:text-ink";

/// Links between the pages of one thing; the one at `path` is marked.
#[component]
pub fn Tabs(
    /// What the tabs are the pages of.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The path of the page shown.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|tab| {
            let href = tab.href.clone();
            view! {
                <a
                    class=TAB
                    href=tab.href
                    aria-current=move || path.with(|path| *path == href).then_some("page")
                >
                    {tab.label}
                    {tab
                        .count
                        .map(|count| {
                            view! {
                                <span class="rounded-full bg-hover px-1.5 text-xs/5 text-muted tabular-nums">
                                    {count}
                                </span>
                            }
                        })}
                </a>
            }
        })
        .collect();
    view! {
        <nav class="flex gap-5 overflow-x-auto border-b border-line" aria-label=label>
            {tabs}
        </nav>
    }
}

/// One step on the way to a page: words and address.
pub type Crumb = (String, String);

/// The way to this page; the page itself is its title, not a crumb.
#[component]
pub fn Breadcrumbs(
    /// From the outside in.
    crumbs: Vec<Crumb>,
    /// The name of the list, where a page has several.
    #[prop(into, default = "Breadcrumb".to_owned())]
    label: String,
) -> impl IntoView {
    let crumbs: Vec<_> = crumbs
        .into_iter()
        .map(|(words, href)| {
            view! {
                <li class="flex items-center gap-1">
                    <span class="text-faint [li:first-child>&]:hidden">
                        <Icon glyph=Glyph::ChevronRight size=12 />
                    </span>
                    <a href=href class="rounded-sm text-muted hover:text-ink">
                        {words}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav aria-label=label class="text-sm">
            <ol class="flex flex-wrap items-center gap-1">{crumbs}</ol>
        </nav>
    }
}
