//! The isolation prober (ISO-8): the tenants that attack each other, what a run records, and who is told.
//!
//! What is tried over HTTP is the business of the room `prober`, and what is tried with SQL of `store`.

mod canaries;
mod markdown;
mod run;

use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::OperatorAct,
    ids::IsolationRunId,
    isolation::{Isolation, Report, Run},
};
use store::{
    AuditEntry, PlatformWriter,
    platform::{self, isolation},
};

use crate::{OperatorDesk, Platform};

pub use canaries::Canary;
pub use markdown::markdown;
pub use run::Probing;

/// The queue's name of the job that runs the prober.
pub const JOB: &str = "probe_isolation";

/// How long a run is kept.
const RUNS_KEPT: TimeDelta = TimeDelta::days(90);
/// How long the checks are kept that passed.
const PASSED_KEPT: TimeDelta = TimeDelta::days(7);

#[async_trait]
impl Isolation for OperatorDesk {
    async fn isolation_runs(&self, page: PageRequest) -> Answer<Page<Run>> {
        let mut reader = self.read(OperatorAct::IsolationRead).await?;
        Ok(isolation::list(&mut reader, &page).await?)
    }

    async fn isolation_report(&self, id: IsolationRunId) -> Answer<Report> {
        self.allow(OperatorAct::IsolationRead)?;
        self.platform.isolation_report(id).await
    }

    async fn isolation_run(&self) -> Answer<Run> {
        let mut writer = self.write(OperatorAct::IsolationRun).await?;
        let now = self.clock().now();
        let (id, is_new) = isolation::open(&mut writer, &self.name, now).await?;
        // Asking again has a run that nobody took up queued again.
        let payload = serde_json::json!({ "is_scheduled": false });
        platform::enqueue(&mut writer, JOB, payload, JOB, None).await?;
        if is_new {
            let entry = AuditEntry::new("isolation.run", "isolation run", id);
            let (actor, caller) = (self.actor(), &self.caller);
            writer.commit(&actor, caller, None, entry).await?;
        } else {
            writer.commit_bookkeeping().await?;
        }
        let mut reader = self.database().platform_read().await?;
        let run = isolation::find(&mut reader, id).await?;
        run.ok_or_else(|| Fault::not_found("isolation run"))
    }
}

impl Platform {
    /// One run with its checks, for whoever may see it.
    pub async fn isolation_report(&self, id: IsolationRunId) -> Result<Report, Fault> {
        let mut reader = self.database().platform_read().await?;
        let run = isolation::find(&mut reader, id).await?;
        let run = run.ok_or_else(|| Fault::not_found("isolation run"))?;
        let checks = isolation::checks(&mut reader, id).await?;
        Ok(Report { run, checks })
    }

    /// The newest run that came to its end, with its checks.
    pub async fn isolation_latest(&self) -> Result<Option<Report>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let run = isolation::last_finished(&mut reader).await?;
        drop(reader);
        match run {
            Some(run) => self.isolation_report(run.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether so much time has passed since the last run that the next is due.
    pub async fn isolation_due(&self, every: Duration) -> Result<bool, Fault> {
        let mut reader = self.database().platform_read().await?;
        let newest = PageRequest {
            limit: Some(1),
            cursor: None,
        };
        let runs = isolation::list(&mut reader, &newest).await?.items;
        let now = self.clock().now();
        let is_past = |run: &Run| {
            (now - run.created_at)
                .to_std()
                .is_ok_and(|past| past >= every)
        };
        Ok(runs.first().is_none_or(is_past))
    }

    /// Forgets runs that are long past; returns how many rows.
    pub(crate) async fn sweep_isolation(&self, writer: &mut PlatformWriter) -> Result<u64, Fault> {
        let now = self.clock().now();
        Ok(isolation::sweep(writer, now - RUNS_KEPT, now - PASSED_KEPT).await?)
    }
}
