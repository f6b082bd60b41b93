//! Runs the isolation prober: at intervals, and when an operator wishes for it.

use std::{net::SocketAddr, time::Duration};

use contract::Fault;
use domain::isolation;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// Where the prober finds the product's front door, and how often it runs by itself.
#[derive(Debug, Clone, Copy)]
pub struct Inspection {
    front_door: SocketAddr,
    every: Duration,
}

impl Inspection {
    /// At this address, and after so much time; zero for never.
    pub fn new(front_door: SocketAddr, every: Duration) -> Self {
        Self { front_door, every }
    }

    pub(crate) fn is_off(&self) -> bool {
        self.every.is_zero()
    }
}

/// The payload: asked for every minute, or by an operator.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct ProbeIsolation {
    pub is_scheduled: bool,
}

impl TaskHandler for ProbeIsolation {
    const IDENTIFIER: &'static str = isolation::JOB;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = Tools::of(&context)?;
        let Inspection { front_door, every } = tools.inspection;
        if self.is_scheduled && (every.is_zero() || !tools.platform.isolation_due(every).await?) {
            return Ok(());
        }
        // None where another node is at it.
        if let Some(run) = prober::run(&tools.platform, front_door, "the schedule").await? {
            tracing::info!(
                passed = run.passed,
                total = run.total,
                "the isolation prober ran"
            );
        }
        Ok::<(), Fault>(())
    }
}
