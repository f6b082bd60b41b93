//! The platform: everything that outlives a request.

use std::sync::Arc;

use contract::Fault;
use store::Database;
use tokio::sync::Semaphore;

use crate::{Clock, Vault, picture, readings::Readings};

/// How the platform is reached and what its mails say.
#[derive(Debug, Clone)]
pub struct PlatformSettings {
    /// Host of the public site, with port where it is not the scheme's own: `localhost:8080`.
    pub base: String,
    /// `http` for a laptop, `https` for everything else.
    pub scheme: String,
    /// Whether every operator needs a second factor or a passkey.
    pub operators_need_factor: bool,
}

impl PlatformSettings {
    /// The base host without port.
    pub fn base_host(&self) -> &str {
        self.base.split(':').next().unwrap_or(&self.base)
    }

    /// Address of the operators' portal.
    pub fn operator_url(&self) -> String {
        format!("{}://admin.{}", self.scheme, self.base)
    }

    /// Address of a tenant: its own domain if it has one, else its label under the base. Never taken from a request.
    pub fn tenant_url(&self, slug: &str, custom_domain: Option<&str>) -> String {
        match custom_domain {
            Some(domain) => format!("{}://{domain}", self.scheme),
            None => format!("{}://{slug}.{}", self.scheme, self.base),
        }
    }
}

/// Everything that outlives a request. Cheap to clone.
#[derive(Clone)]
pub struct Platform {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    vault: Vault,
    clock: Clock,
    settings: PlatformSettings,
    /// One argon2id hash takes 19 MiB and a core for 24 ms: as many at a time as there are cores, the rest waits.
    hashing: Arc<Semaphore>,
    /// Pictures that are drawn at a time.
    drawing: Arc<Semaphore>,
    readings: Readings,
}

impl Platform {
    /// Joins the parts.
    pub fn new(database: Database, vault: Vault, clock: Clock, settings: PlatformSettings) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            inner: Arc::new(Inner {
                database,
                vault,
                clock,
                settings,
                hashing: Arc::new(Semaphore::new(cores)),
                drawing: Arc::new(Semaphore::new(picture::AT_ONCE)),
                readings: Readings::default(),
            }),
        }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// How the platform is reached.
    pub fn settings(&self) -> &PlatformSettings {
        &self.inner.settings
    }

    /// The hosts that a tenant answers at.
    pub(crate) fn hosts(&self, slug: &str, custom_domain: Option<&str>) -> Vec<String> {
        let own = format!("{slug}.{}", self.settings().base_host());
        let mut hosts = vec![own];
        hosts.extend(custom_domain.map(str::to_owned));
        hosts
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    pub(crate) fn readings(&self) -> &Readings {
        &self.inner.readings
    }

    pub(crate) fn hashing_places(&self) -> &Arc<Semaphore> {
        &self.inner.hashing
    }

    pub(crate) fn drawing_places(&self) -> &Arc<Semaphore> {
        &self.inner.drawing
    }

    /// Whether the control plane answers now; `unavailable` if not within a second.
    pub async fn ready(&self) -> Result<(), Fault> {
        let asked = store::platform::ping(&self.inner.database);
        match tokio::time::timeout(std::time::Duration::from_secs(1), asked).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(Fault::unavailable()),
        }
    }
}
