//! The isolation prober: what each of its runs tried to get from one tenant into another, and what came of it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Page, PageRequest, acts::words, ids::IsolationRunId, tenants::Strategy};

words! {
    /// By which way a check tried to get through.
    Family {
        /// SQL over the connection of a tenant, past every rule of ours.
        Database = "database",
        /// Nothing was tried: the catalogue says whether something could get through.
        Catalogue = "catalogue",
        /// Requests to the product's own address.
        FrontDoor = "front_door",
        /// What answers let out.
        Leaks = "leaks",
    }
}

words! {
    /// How far a run is.
    RunState {
        /// Wished for, and not taken up yet.
        Waiting = "waiting",
        /// At work.
        Running = "running",
        /// Through.
        Finished = "finished",
        /// Whoever ran it died.
        BrokenOff = "broken_off",
    }
}

/// One run of the prober.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The run's id.
    pub id: IsolationRunId,
    /// How far it is.
    pub state: RunState,
    /// Who wished for it, for people.
    pub wished_by: String,
    /// What it is at, while it runs.
    pub stage: String,
    /// Checks that passed so far.
    pub passed: i32,
    /// Checks so far.
    pub total: i32,
    /// When it was wished for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Run {
    /// Whether it is still to end.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, RunState::Waiting | RunState::Running)
    }

    /// Whether it is through, and every check passed.
    pub fn is_whole(&self) -> bool {
        self.state == RunState::Finished && self.total > 0 && self.failed() == 0
    }

    /// Checks that did not pass.
    pub const fn failed(&self) -> i32 {
        self.total - self.passed
    }

    /// Passed checks of a thousand, rounded down: one that failed is never rounded away.
    pub fn permille(&self) -> i32 {
        let permille = i64::from(self.passed) * 1000 / i64::from(self.total.max(1));
        i32::try_from(permille).unwrap_or(0)
    }

    /// The score for people: `100 %`, `99.5 %`.
    pub fn score(&self) -> String {
        let permille = self.permille();
        match permille % 10 {
            0 => format!("{} %", permille / 10),
            tenth => format!("{}.{tenth} %", permille / 10),
        }
    }
}

/// What was tried, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probed {
    /// Names the check in every run.
    pub key: String,
    /// What was tried, for people.
    pub tried: String,
    /// What must come of it.
    pub expected: String,
    /// What came of it. No secret is ever in it.
    pub seen: String,
    /// Whether that is what must come of it.
    pub passed: bool,
}

/// One check of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// By which way.
    pub family: Family,
    /// Where the tenants that it is about live; absent where it is about the whole installation.
    pub strategy: Option<Strategy>,
    /// What was tried, and what came of it.
    #[serde(flatten)]
    pub probed: Probed,
    /// When.
    pub at: DateTime<Utc>,
}

/// A run with its checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The run.
    pub run: Run,
    /// Those that failed first, then in the order in which they were made. Of a run of long ago only the former are left.
    pub checks: Vec<Check>,
}

/// How the checks of one family went for one strategy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Checks that passed.
    pub passed: usize,
    /// Checks in all.
    pub total: usize,
}

impl Report {
    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.probed.passed)
    }

    /// Whether the checks that passed are still there.
    pub fn is_complete(&self) -> bool {
        usize::try_from(self.run.total).is_ok_and(|total| total == self.checks.len())
    }

    /// How the checks of a family went for a strategy, or for the installation as a whole.
    pub fn tally(&self, family: Family, strategy: Option<Strategy>) -> Tally {
        let of_both = |check: &&Check| check.family == family && check.strategy == strategy;
        let checks = self.checks.iter().filter(of_both);
        checks.fold(Tally::default(), |tally, check| Tally {
            passed: tally.passed + usize::from(check.probed.passed),
            total: tally.total + 1,
        })
    }
}

/// What an operator can do with the prober.
#[async_trait]
pub trait Isolation: Send + Sync {
    /// A page of runs, newest first.
    async fn isolation_runs(&self, page: PageRequest) -> Answer<Page<Run>>;
    /// One run with its checks.
    async fn isolation_report(&self, id: IsolationRunId) -> Answer<Report>;
    /// Wishes for a run now; answers the one that is open, if there is one.
    async fn isolation_run(&self) -> Answer<Run>;
}
