//! From runs to figures.

use contract::isolation::{Family, Report, Run, RunState};

use super::{calls::Summary, check::places};
use crate::home::{Figure, columns};

/// Runs that are drawn.
const DRAWN: usize = 24;

impl Summary {
    /// Counts the checks of a run, and draws the scores of the newest runs.
    pub(super) fn new(report: Report, runs: &[Run]) -> Self {
        let row = |family: &Family| {
            let tallies = places().map(|place| report.tally(*family, place));
            (*family, tallies.collect())
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
