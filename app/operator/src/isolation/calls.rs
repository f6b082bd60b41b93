//! What the pages of the prober ask the server for.

use contract::{
    Fault, Page,
    ids::IsolationRunId,
    isolation::{Check, Family, Report, Run, Tally},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::home::Figure;
#[cfg(feature = "ssr")]
use crate::paging::page_from;

/// Everything on the page of the prober.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Overview {
    /// Whether it is the first page of runs.
    pub(crate) is_first: bool,
    /// The newest run that came to its end; on the first page alone.
    pub(crate) latest: Option<Summary>,
    /// Runs, newest first.
    pub(crate) runs: Page<Run>,
}

/// A run in short.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// The run.
    pub(crate) run: Run,
    /// The checks that failed.
    pub(crate) failures: Vec<Check>,
    /// How each way went, in each place.
    pub(crate) tallies: Vec<(Family, Vec<Tally>)>,
    /// The scores so far, drawn.
    pub(crate) history: Figure,
}

/// The newest run in short, and a page of runs.
#[server(prefix = "/fn/operator", endpoint = "isolation_overview")]
pub(crate) async fn isolation_overview(cursor: String) -> Result<Overview, Fault> {
    use contract::isolation::RunState;

    let access = portal_kit::operator()?;
    let is_first = cursor.is_empty();
    let runs = access.isolation_runs(page_from(cursor)).await?;
    let mut ended = runs.items.iter();
    let ended = ended.find(|run| run.state == RunState::Finished);
    let latest = match ended.filter(|_| is_first) {
        Some(run) => {
            let report = access.isolation_report(run.id).await?;
            Some(Summary::new(report, &runs.items))
        }
        None => None,
    };
    Ok(Overview {
        is_first,
        latest,
        runs,
    })
}

/// One run with its checks.
#[server(prefix = "/fn/operator", endpoint = "isolation_report")]
pub(crate) async fn isolation_report(id: IsolationRunId) -> Result<Report, Fault> {
    portal_kit::operator()?.isolation_report(id).await
}

/// Has the prober run.
#[server(prefix = "/fn/operator", endpoint = "isolation_run")]
pub(crate) async fn isolation_run() -> Result<(), Fault> {
    portal_kit::operator()?.isolation_run().await?;
    portal_kit::notice("The prober begins in a moment.");
    portal_kit::redirect("/isolation");
    Ok(())
}
