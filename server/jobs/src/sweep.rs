//! Removes what has expired: sessions, links, tokens, counters, kept answers.

use contract::Fault;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload: nothing to say.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Sweep {}

impl TaskHandler for Sweep {
    const IDENTIFIER: &'static str = "sweep";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let swept = Tools::of(&context)?.platform.sweep().await?;
        tracing::debug!(swept, "removed what had expired");
        Ok::<(), Fault>(())
    }
}
