//! Dense tables that turn into cards on a phone.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::{Glyph, Icon};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One column: its head and how its cells stand.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    numeric: bool,
    minor: bool,
    hidden: bool,
    sort: Option<(String, Option<Direction>)>,
}

impl Column {
    /// A column of words.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            numeric: false,
            minor: false,
            hidden: false,
            sort: None,
        }
    }

    /// A column of buttons, whose title only screen readers get.
    pub fn actions(title: impl Into<String>) -> Self {
        Self {
            hidden: true,
            numeric: true,
            ..Self::new(title)
        }
    }

    /// Aligns to the right in digits of one width.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Left out where the screen is narrow.
    #[must_use]
    pub fn minor(mut self) -> Self {
        self.minor = true;
        self
    }

    /// Makes the title a link to the same list sorted by this column; `current` if it already is.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, current: Option<Direction>) -> Self {
        self.sort = Some((href.into(), current));
        self
    }

    fn class(&self) -> Option<&'static str> {
        match (self.numeric, self.minor) {
            _ if self.hidden => Some("act"),
            (true, true) => Some("num minor"),
            (true, false) => Some("num"),
            (false, true) => Some("minor"),
            (false, false) => None,
        }
    }
}

/// One row: its cells, and where it leads.
#[derive(Default)]
pub struct Row {
    href: Option<String>,
    cells: Vec<AnyView>,
}

impl Row {
    /// An empty row.
    pub fn new() -> Self {
        Self::default()
    }

    /// A row whose first cell is a link that covers it.
    pub fn link(href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            cells: Vec::new(),
        }
    }

    /// Adds the next cell.
    #[must_use]
    pub fn cell(mut self, content: impl IntoView + 'static) -> Self {
        self.cells.push(content.into_view().into_any());
        self
    }
}

/// A table with a sticky head; `empty` stands in its place when there are no rows.
#[component]
pub fn Table(
    /// What the table lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns, left to right.
    columns: Vec<Column>,
    /// The rows, top to bottom.
    rows: Vec<Row>,
    /// What to show when there are no rows.
    #[prop(into, optional)]
    empty: Option<ViewFnOnce>,
) -> impl IntoView {
    if rows.is_empty()
        && let Some(empty) = empty
    {
        return empty.run();
    }
    let body: Vec<_> = rows
        .into_iter()
        .map(|row| body_row(&columns, row))
        .collect();
    let head: Vec<_> = columns.into_iter().map(head_cell).collect();
    view! {
        <div class="table-frame" role="region" aria-label=caption tabindex="0">
            <table class="table">
                <caption class="sr-only">{caption.clone()}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn head_cell(column: Column) -> AnyView {
    let class = column.class();
    let Some((href, current)) = column.sort else {
        let title_class = if column.hidden { "sr-only" } else { "" };
        return view! { <th scope="col" class=class><span class=title_class>{column.title}</span></th> }.into_any();
    };
    let (sorted, glyph) = match current {
        Some(Direction::Ascending) => (Some("ascending"), Glyph::ArrowUp),
        Some(Direction::Descending) => (Some("descending"), Glyph::ArrowDown),
        None => (None, Glyph::Selector),
    };
    view! {
        <th scope="col" class=class aria-sort=sorted>
            <a href=href class="sort">
                {column.title}
                <Icon glyph size=12 />
            </a>
        </th>
    }
    .into_any()
}

fn body_row(columns: &[Column], row: Row) -> AnyView {
    let mut href = row.href;
    let cells: Vec<_> = columns
        .iter()
        .zip(row.cells)
        .map(|(column, content)| {
            let content = match href.take() {
                Some(href) => view! { <a href=href class="row-link">{content}</a> }.into_any(),
                None => content,
            };
            let label = (!column.hidden).then(|| column.title.clone());
            view! { <td class=column.class() data-label=label>{content}</td> }
        })
        .collect();
    view! { <tr>{cells}</tr> }.into_any()
}
