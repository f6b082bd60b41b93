//! Seals everything of a tenant with the newest version of its key.

use contract::{Fault, ids::TenantId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct RotateTenantKey {
    tenant: TenantId,
}

impl TaskHandler for RotateTenantKey {
    const IDENTIFIER: &'static str = domain::keys::JOB;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = Tools::of(&context)?;
        let outcome = domain::keys::rotate(&tools.platform, self.tenant).await?;
        tracing::info!(tenant = %self.tenant, ?outcome, "sealing with the newest key");
        Ok::<(), Fault>(())
    }
}
