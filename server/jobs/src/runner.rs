//! Starting and stopping the workers.

use std::{fmt, sync::Arc, time::Duration};

use contract::Fault;
use domain::Platform;
use graphile_worker::{Cron, Worker, WorkerContext, WorkerOptions, recovery::WorkerRecoveryConfig};
use store::Database;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    Courier, Inspection, Notary, PostOffice, expire_logs::ExpireLogs, mail_reset::MailReset,
    probe_isolation::ProbeIsolation, provision_tenant::ProvisionTenant, refill_pool::RefillPool,
    rotate_tenant_key::RotateTenantKey, send_mail::SendMail, sweep::Sweep,
};

/// Jobs at work at the same time on one node.
const CONCURRENCY: usize = 4;

/// Why the runner does not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue could not be opened.
    #[error("the job queue could not be opened: {0}")]
    Queue(String),
    /// Mail could not be set up; the text says the mend.
    #[error("{0}")]
    Mail(String),
    /// What a crash left behind could not be queued.
    #[error("interrupted work could not be queued again: {0}")]
    Resume(#[from] Fault),
}

/// What every job can use.
#[derive(Clone)]
pub(crate) struct Tools {
    pub platform: Platform,
    pub post_office: Arc<PostOffice>,
    pub inspection: Inspection,
}

impl fmt::Debug for Tools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tools")
    }
}

impl Tools {
    pub(crate) fn of(context: &WorkerContext) -> Result<Self, Fault> {
        context
            .get_ext::<Self>()
            .cloned()
            .ok_or_else(Fault::internal)
    }
}

/// The workers of one node.
pub struct Runner {
    worker: Arc<Worker>,
    task: JoinHandle<()>,
    notary: JoinHandle<()>,
    courier: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

/// Makes or migrates the queue's own tables. Needs the right to create a schema, which `migrate` gives for a moment.
pub async fn install(database: &Database) -> Result<(), Error> {
    WorkerOptions::default()
        .pg_pool(database.job_pool())
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .map(|_| ())
        .map_err(|error| Error::Queue(error.to_string()))
}

/// Whoever switches the prober off wants none of its tenants.
async fn remove_canaries(platform: Platform) {
    match platform.remove_canaries().await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "the isolation prober is off, its tenants are gone"),
        Err(fault) => tracing::warn!(
            ?fault,
            "tenants of the isolation prober stay until the next start"
        ),
    }
}

impl Runner {
    /// Starts the workers, after queueing what a crash may have left half-done.
    pub async fn start(
        platform: Platform,
        post_office: PostOffice,
        notary: Notary,
        courier: Courier,
        inspection: Inspection,
    ) -> Result<Self, Error> {
        let resumed = platform.resume_provisioning().await?;
        if resumed > 0 {
            tracing::info!(tenants = resumed, "queued interrupted provisioning again");
        }
        platform.queue_refill().await?;
        if inspection.is_off() {
            tokio::spawn(remove_canaries(platform.clone()));
        }
        let tools = Tools {
            platform: platform.clone(),
            post_office: Arc::new(post_office),
            inspection,
        };
        // The library's own default keeps a dead worker's job locked for four hours.
        let recovery = WorkerRecoveryConfig {
            heartbeat_interval: Duration::from_secs(5),
            sweep_interval: Duration::from_secs(10),
            sweep_threshold: Duration::from_secs(30),
            recovery_delay: Duration::from_secs(1),
            enabled: true,
            ..WorkerRecoveryConfig::default()
        };
        let queue = |error: &dyn fmt::Display| Error::Queue(error.to_string());
        let hourly = Cron::hourly_at::<Sweep>(17).map_err(|error| queue(&error))?;
        let hourly = hourly.payload(Sweep {}).map_err(|error| queue(&error))?;
        let nightly = Cron::daily_at::<ExpireLogs>(3, 40).map_err(|error| queue(&error))?;
        let nightly = nightly
            .payload(ExpireLogs {})
            .map_err(|error| queue(&error))?;
        let probing = Cron::every_minute::<ProbeIsolation>();
        let probing = probing.payload(ProbeIsolation { is_scheduled: true });
        let probing = probing.map_err(|error| queue(&error))?;
        let worker = WorkerOptions::default()
            .concurrency(CONCURRENCY)
            .pg_pool(platform.database().job_pool())
            .listen_os_shutdown_signals(false)
            .worker_recovery(recovery)
            .add_extension(tools)
            .define_job::<ExpireLogs>()
            .define_job::<MailReset>()
            .define_job::<ProbeIsolation>()
            .define_job::<ProvisionTenant>()
            .define_job::<RefillPool>()
            .define_job::<RotateTenantKey>()
            .define_job::<SendMail>()
            .define_job::<Sweep>()
            .with_cron(hourly)
            .with_cron(nightly)
            .with_cron(probing)
            .init()
            .await
            .map_err(|error| queue(&error))?;
        let worker = Arc::new(worker);
        let running = Arc::clone(&worker);
        let task = tokio::spawn(async move {
            // A queue that was lost with the database comes back with it.
            while let Err(error) = running.run().await {
                tracing::error!(%error, "the job runner stopped and starts again");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        });
        let (stop, stopped) = watch::channel(false);
        Ok(Self {
            worker,
            task,
            courier: tokio::spawn(courier.run(platform.clone(), stopped.clone())),
            notary: tokio::spawn(notary.run(platform, stopped)),
            stop,
        })
    }

    /// Lets the jobs at work end, ten seconds at the most, and takes no new ones.
    pub async fn stop(self) {
        const PATIENCE: Duration = Duration::from_secs(10);
        self.worker.request_shutdown();
        if tokio::time::timeout(PATIENCE, self.task).await.is_err() {
            tracing::warn!("jobs at work did not end in time; another node will take them up");
        }
        self.stop.send_replace(true);
        if tokio::time::timeout(PATIENCE, self.notary).await.is_err() {
            tracing::warn!("some logs were not signed in time; the next start signs them");
        }
        // It keeps nothing that would be lost.
        self.courier.abort();
    }
}
