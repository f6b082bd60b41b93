//! What the sidebar lists.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// One page in the sidebar.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) glyph: Glyph,
    count: Option<String>,
}

impl NavItem {
    /// A link with its drawing.
    pub fn new(label: impl Into<String>, href: impl Into<String>, glyph: Glyph) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            glyph,
            count: None,
        }
    }

    /// Shows a number at the end of the line.
    #[must_use]
    pub fn count(mut self, count: impl ToString) -> Self {
        self.count = Some(count.to_string());
        self
    }
}

/// Pages that belong together.
#[derive(Clone, Debug)]
pub struct NavSection {
    title: Option<String>,
    pub(super) items: Vec<NavItem>,
}

impl NavSection {
    /// Pages under a title.
    pub fn new(title: impl Into<String>, items: Vec<NavItem>) -> Self {
        Self {
            title: Some(title.into()),
            items,
        }
    }

    /// The first pages, which need no title.
    pub fn untitled(items: Vec<NavItem>) -> Self {
        Self { title: None, items }
    }
}

/// The address of the item that `path` is in: the longest that it lies under.
pub(super) fn current_item(hrefs: &[String], path: &str) -> Option<String> {
    hrefs
        .iter()
        .filter(|href| lies_under(path, href))
        .max_by_key(|href| href.len())
        .cloned()
}

fn lies_under(path: &str, href: &str) -> bool {
    path == href
        || href != "/"
            && path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/'))
}

/// The sections of the sidebar; the item at `current` is marked.
#[component]
pub(super) fn NavList(sections: Vec<NavSection>, current: Memo<Option<String>>) -> impl IntoView {
    let sections: Vec<_> = sections
        .into_iter()
        .map(|section| {
            let items: Vec<_> = section
                .items
                .into_iter()
                .map(|item| nav_link(item, current))
                .collect();
            view! {
                <div>
                    {section
                        .title
                        .map(|title| {
                            view! {
                                <h2 class="px-2 pb-1 text-xs font-medium text-faint">{title}</h2>
                            }
                        })}
                    <ul class="flex flex-col gap-px">{items}</ul>
                </div>
            }
        })
        .collect();
    view! {
        <nav class="flex flex-1 flex-col gap-5 overflow-y-auto px-2 py-3" aria-label="Main">
            {sections}
        </nav>
    }
}

const LINK: &str = "flex h-7.5 items-center gap-2 rounded-md px-2 text-base text-muted transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:h-10";

fn nav_link(item: NavItem, current: Memo<Option<String>>) -> impl IntoView {
    let href = item.href.clone();
    view! {
        <li>
            <a
                class=LINK
                href=item.href
                aria-current=move || {
                    current.with(|current| current.as_ref() == Some(&href)).then_some("page")
                }
            >
                <Icon glyph=item.glyph />
                <span class="min-w-0 flex-1 truncate">{item.label}</span>
                {item
                    .count
                    .map(|count| {
                        view! { <span class="text-xs text-muted tabular-nums">{count}</span> }
                    })}
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::current_item;

    #[test]
    fn the_longest_address_that_holds_the_path_is_current() {
        let hrefs = ["/", "/settings", "/settings/users"].map(str::to_owned);
        let at = |path| current_item(&hrefs, path);
        assert_eq!(at("/").as_deref(), Some("/"));
        assert_eq!(at("/settings").as_deref(), Some("/settings"));
        assert_eq!(at("/settings/users/42").as_deref(), Some("/settings/users"));
        assert_eq!(at("/settingsx"), None);
        assert_eq!(at("/other"), None);
    }
}
