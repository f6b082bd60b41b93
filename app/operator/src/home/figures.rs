//! From counts to figures.

use contract::{
    isolation::Run,
    tenants::{TenantCounts, TenantRow},
};
use portal_kit::count;

use super::{
    calls::{Figure, Home},
    drawing::{columns, lines},
};
use crate::{format::title, words::strategy_word_title};

/// What every number on the home page counts.
const COUNTED: &str = "Tenants";

impl Home {
    /// Draws the numbers.
    pub(super) fn new(
        counts: TenantCounts,
        recent: Vec<TenantRow>,
        broken: Option<Run>,
        is_stuck: bool,
    ) -> Self {
        Self {
            broken,
            is_stuck,
            days: days(&counts),
            plans: plans(&counts),
            places: places(&counts),
            counts,
            recent,
        }
    }
}

fn days(counts: &TenantCounts) -> Figure {
    let name = "New tenants";
    let fresh: i64 = counts.by_day.iter().map(|(_, number)| number).sum();
    let dates = counts
        .by_day
        .iter()
        .map(|(date, number)| (date.to_string(), *number));
    let mut rows: Vec<_> = dates.collect();
    let svg = columns(
        name,
        rows.iter()
            .map(|(day, number)| (day[5..].to_owned(), *number)),
    );
    rows.reverse();
    Figure {
        title: name.into(),
        about: format!("{} in the last 30 days, by day (UTC).", count(fresh)),
        by: "Day".into(),
        counted: COUNTED.into(),
        svg,
        rows,
    }
}

fn plans(counts: &TenantCounts) -> Figure {
    let rows = counts
        .by_plan
        .iter()
        .map(|(code, number)| (title(code), *number))
        .collect();
    listed(
        "Tenants by plan",
        "How many tenants are on each plan.",
        "Plan",
        rows,
    )
}

fn places(counts: &TenantCounts) -> Figure {
    let rows = counts
        .by_strategy
        .iter()
        .map(|(word, number)| (strategy_word_title(word), *number))
        .collect();
    listed(
        "Tenants by placement",
        "How many tenants live in each kind of place.",
        "Placement",
        rows,
    )
}

fn listed(name: &str, about: &str, by: &str, rows: Vec<(String, i64)>) -> Figure {
    Figure {
        title: name.into(),
        about: about.into(),
        by: by.into(),
        counted: COUNTED.into(),
        svg: lines(name, rows.iter().cloned()),
        rows,
    }
}
