//! Runs what is left of a tenant's provisioning.

use contract::{Fault, ids::TenantId};
use domain::provisioning::{self, Outcome};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct ProvisionTenant {
    tenant: TenantId,
}

impl TaskHandler for ProvisionTenant {
    const IDENTIFIER: &'static str = provisioning::JOB;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = Tools::of(&context)?;
        let outcome = provisioning::run(&tools.platform, self.tenant).await?;
        if outcome == Outcome::Failed {
            tracing::error!(tenant = %self.tenant, "provisioning failed and waits for an operator");
        } else {
            tracing::info!(tenant = %self.tenant, ?outcome, "provisioning ran");
        }
        Ok::<(), Fault>(())
    }
}
