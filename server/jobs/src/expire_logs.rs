//! Lets entries of tenants' logs expire, each night.

use contract::Fault;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload: nothing to say.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct ExpireLogs {}

impl TaskHandler for ExpireLogs {
    const IDENTIFIER: &'static str = "expire_logs";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let expired = Tools::of(&context)?.platform.expire_logs().await?;
        tracing::debug!(expired, "entries of logs expired");
        Ok::<(), Fault>(())
    }
}
