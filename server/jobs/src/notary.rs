//! Signs the logs of tenants, and the platform's own, as they grow, and keeps the heads outside of the database. What was read is put on record here
//! as well, just before.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

use contract::{Fault, FaultCode, ids::TenantId};
use domain::{Platform, audit_proof::Anchor};
use tokio::sync::watch;

/// How long an entry waits for a signature, unless there are very many.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks at the platform's own log that are left out after one that failed: it would fail again, and say so each time.
const QUIET: u32 = 60;

/// Keeps heads in a folder, one file a log, one line a head. Lines are only ever added.
#[derive(Debug, Clone)]
pub struct Notary {
    folder: PathBuf,
}

impl Notary {
    /// Keeps heads in this folder, which is made when the first head is kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Signs until it is told to stop, and once more then.
    pub(crate) async fn run(self, platform: Platform, mut stop: watch::Receiver<bool>) {
        // A crash forgets which logs grew.
        match platform.logs().await {
            Ok(logs) => {
                for (tenant, _) in logs {
                    platform.database().put_back_unsigned(tenant);
                }
            }
            Err(fault) => tracing::warn!(
                ?fault,
                "logs that a crash left unsigned wait for their next entry"
            ),
        }
        let (mut is_last, mut quiet) = (false, 0);
        while !is_last {
            // Whoever would tell is gone: that is telling, too.
            is_last = tokio::time::timeout(PAUSE, stop.changed()).await.is_ok();
            platform.record_readings(is_last).await;
            for tenant in platform.database().take_unsigned() {
                if let Err(fault) = self.sign(&platform, tenant).await {
                    tracing::warn!(%tenant, ?fault, "the log of a tenant is not signed");
                    if fault.code == FaultCode::Unavailable {
                        platform.database().put_back_unsigned(tenant);
                    }
                }
            }
            if quiet > 0 && !is_last {
                quiet -= 1;
            } else if let Err(fault) = self.sign_own(&platform).await {
                tracing::warn!(?fault, "the platform's own log is not signed");
                quiet = QUIET;
            }
        }
    }

    async fn sign_own(&self, platform: &Platform) -> Result<(), Fault> {
        if let Some(anchor) = platform.sign_platform_log().await? {
            self.keep_outside("platform".to_owned(), anchor).await;
        }
        Ok(())
    }

    async fn sign(&self, platform: &Platform, tenant: TenantId) -> Result<(), Fault> {
        if let Some(anchor) = platform.sign_log(tenant).await? {
            self.keep_outside(tenant.to_string(), anchor).await;
        }
        Ok(())
    }

    async fn keep_outside(&self, name: String, anchor: Anchor) {
        let notary = self.clone();
        let kept = tokio::task::spawn_blocking(move || notary.keep(&name, &anchor)).await;
        if let Err(error) = kept.map_err(io::Error::other).flatten() {
            // The head is in the database; the next one that is kept covers it.
            tracing::error!(%error, folder = %self.folder.display(), "a signed head cannot be kept outside of the database");
        }
    }

    fn keep(&self, name: &str, anchor: &Anchor) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(format!("{name}.jsonl"));
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // One write a line: two nodes that share a folder do not mix theirs. It begins anew, should one have been torn.
        file.write_all(format!("\n{}\n", anchor.to_line()).as_bytes())?;
        file.sync_data()
    }
}
