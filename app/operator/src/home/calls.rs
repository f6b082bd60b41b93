//! What home asks the server for.

use contract::{
    Fault,
    isolation::Run,
    tenants::{TenantCounts, TenantRow},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Everything on the home page.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Home {
    /// The numbers.
    pub(crate) counts: TenantCounts,
    /// New tenants by day.
    pub(crate) days: Figure,
    /// Tenants by plan.
    pub(crate) plans: Figure,
    /// Tenants by placement.
    pub(crate) places: Figure,
    /// The newest tenants.
    pub(crate) recent: Vec<TenantRow>,
    /// The newest run of the isolation prober, if checks of it failed.
    pub(crate) broken: Option<Run>,
    /// Whether two operators are needed for something, and there are none.
    pub(crate) is_stuck: bool,
}

/// Some numbers, drawn and listed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// What the numbers are.
    pub(crate) title: String,
    /// What one sees in them.
    pub(crate) about: String,
    /// What they are counted by.
    pub(crate) by: String,
    /// What the numbers count.
    pub(crate) counted: String,
    /// The drawing, as SVG.
    pub(crate) svg: String,
    /// The numbers.
    pub(crate) rows: Vec<(String, i64)>,
}

/// The numbers, their drawings and the newest tenants.
#[server(prefix = "/fn/operator", endpoint = "platform_home")]
pub(crate) async fn platform_home() -> Result<Home, Fault> {
    use contract::{PageRequest, tenants::TenantFilter};

    let access = portal_kit::operator()?;
    let counts = access.tenant_counts().await?;
    let newest = PageRequest {
        limit: Some(6),
        cursor: None,
    };
    let recent = access
        .tenant_list(TenantFilter::default(), newest)
        .await?
        .items;
    let is_stuck = access.approval_rule().await?.is_stuck();
    let broken = broken_run(&*access).await?;
    Ok(Home::new(counts, recent, broken, is_stuck))
}

/// The newest run of the isolation prober that ended, if checks of it failed; none for whom it is no business of.
#[cfg(feature = "ssr")]
async fn broken_run(access: &dyn contract::OperatorAccess) -> Result<Option<Run>, Fault> {
    use contract::{FaultCode, PageRequest, isolation::RunState};

    let newest = PageRequest {
        limit: Some(10),
        cursor: None,
    };
    let runs = match access.isolation_runs(newest).await {
        Ok(runs) => runs.items,
        Err(fault) if fault.code == FaultCode::Forbidden => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let mut ended = runs
        .into_iter()
        .filter(|run| run.state == RunState::Finished);
    Ok(ended.next().filter(|run| !run.is_whole()))
}
