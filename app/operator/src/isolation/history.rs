//! From runs to figures.

use contract::{
    isolation::{Family, Report, Run, RunState},
    tenants::Strategy,
};

use super::{
    calls::Summary,
    check::{family_title, places},
};
use crate::home::{Figure, columns};

/// Runs that are drawn.
const DRAWN: usize = 24;

impl Summary {
    /// Counts the checks of a run, and draws the scores of the newest runs.
    pub(super) fn new(report: Report, runs: &[Run]) -> Self {
        let tally = |family: Family, place: Option<Strategy>| {
            let tally = report.tally(family, place);
            (tally.total > 0).then_some((tally.passed, tally.total))
        };
        let row = |family: &Family| {
            let cells = places().map(|place| tally(*family, place));
            (family_title(*family).to_owned(), cells.collect())
        };
        let tallies = if report.is_complete() {
            Family::ALL.iter().map(row).collect()
        } else {
            Vec::new()
        };
        Self {
            tallies,
            history: history(runs),
            failures: report.failures().cloned().collect(),
            run: report.run,
        }
    }
}

fn history(runs: &[Run]) -> Figure {
    let name = "Score by run";
    let ended = runs.iter().filter(|run| run.state == RunState::Finished);
    let ended: Vec<&Run> = ended.take(DRAWN).collect();
    let percent = |run: &Run| i64::from(run.permille() / 10);
    let drawn = ended.iter().rev();
    let drawn = drawn.map(|run| (run.created_at.format("%H:%M").to_string(), percent(run)));
    let rows = ended.iter().map(|run| {
        let at = run.created_at.format("%Y-%m-%d %H:%M").to_string();
        (at, percent(run))
    });
    Figure {
        title: name.into(),
        about: "Percent of the checks that passed in each of the newest runs (UTC).".into(),
        by: "Run".into(),
        counted: "Score, %".into(),
        svg: columns(name, drawn),
        rows: rows.collect(),
    }
}
