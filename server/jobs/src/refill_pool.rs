//! Makes places ahead of need.

use contract::Fault;
use domain::provisioning;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload: nothing to say.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct RefillPool {}

impl TaskHandler for RefillPool {
    const IDENTIFIER: &'static str = provisioning::REFILL_JOB;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let made = Tools::of(&context)?.platform.refill_pool().await?;
        tracing::debug!(made, "refilled the pool of ready places");
        Ok::<(), Fault>(())
    }
}
