//! Signs the logs of tenants as they grow, and keeps the heads outside of the database. What was read is put on record here
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

/// Keeps heads in a folder, one file a tenant, one line a head. Lines are only ever added.
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
        let mut is_last = false;
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
        }
    }

    async fn sign(&self, platform: &Platform, tenant: TenantId) -> Result<(), Fault> {
        let Some(anchor) = platform.sign_log(tenant).await? else {
            return Ok(());
        };
        let notary = self.clone();
        let kept = tokio::task::spawn_blocking(move || notary.keep(&anchor)).await;
        if let Err(error) = kept.map_err(io::Error::other).flatten() {
            // The head is in the database; the next one that is kept covers it.
            tracing::error!(%error, folder = %self.folder.display(), "a signed head cannot be kept outside of the database");
        }
        Ok(())
    }

    fn keep(&self, anchor: &Anchor) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(format!("{}.jsonl", anchor.head.tenant));
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        // One write a line: two nodes that share a folder do not mix theirs. It begins anew, should one have been torn.
        file.write_all(format!("\n{}\n", anchor.to_line()).as_bytes())?;
        file.sync_data()
    }
}
