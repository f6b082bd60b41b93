//! Who keeps a master key. Keys are handed over to be wrapped and unwrapped; the master key itself is never seen here,
//! unless it is kept on this machine.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use contract::ids::TenantId;
use sha2::{Digest, Sha256};

use crate::{DataKey, Error};

/// What a wrapped key is of and for. It is authenticated with the key, which opens in no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// What it is for.
    pub purpose: &'a str,
    /// Whose it is; the installation's own without.
    pub tenant: Option<TenantId>,
    /// Which of several.
    pub version: i32,
}

impl fmt::Display for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (purpose, version) = (self.purpose, self.version);
        match self.tenant {
            Some(tenant) => write!(f, "{purpose}/{tenant}/{version}"),
            None => write!(f, "secret/{purpose}/{version}"),
        }
    }
}

/// Keeps one master key, and wraps other keys with it.
#[async_trait]
pub trait Keeper: Send + Sync {
    /// Tells the master key from others and says nothing of it: it stands in rows, messages and logs.
    fn id(&self) -> &str;

    /// Wraps a key.
    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, Error>;

    /// Unwraps a key that was wrapped in the same context; [`Error::Refused`] if it was not.
    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, Error>;
}

/// An unwrapped key that nobody asked for is forgotten after this time.
const KEPT: Duration = Duration::from_hours(1);
/// Unwrapped keys that are kept: two or three of a tenant.
const MOST_KEPT: u64 = 100_000;

/// The keepers of every master key that this node was given: the newest, and those that rows may still be wrapped by.
///
/// What was unwrapped stays in memory for a while: a keeper far away is asked once, and may be out of reach for as long as
/// only tenants at work are asked for.
pub struct Keepers {
    newest: Arc<dyn Keeper>,
    older: Vec<Arc<dyn Keeper>>,
    /// By a hash of everything that the answer depends on.
    unwrapped: moka::future::Cache<[u8; 32], DataKey>,
}

impl Keepers {
    /// The newest, and older ones.
    pub fn new(newest: Arc<dyn Keeper>, older: Vec<Arc<dyn Keeper>>) -> Self {
        Self {
            newest,
            older,
            unwrapped: moka::future::Cache::builder()
                .max_capacity(MOST_KEPT)
                .time_to_idle(KEPT)
                .build(),
        }
    }

    /// The id of the newest.
    pub fn newest(&self) -> &str {
        self.newest.id()
    }

    /// Whether the master key with this id was given.
    pub fn holds(&self, id: &str) -> bool {
        self.all().any(|keeper| keeper.id() == id)
    }

    /// Wraps a key with the master key of this id.
    pub async fn wrap(
        &self,
        id: &str,
        key: &DataKey,
        context: &Context<'_>,
    ) -> Result<Vec<u8>, Error> {
        self.find(id)?.wrap(key, context).await
    }

    /// Unwraps a key with the master key of this id. Rows of a version of this program that knew one master key alone
    /// have no id: any may have wrapped them.
    pub async fn unwrap(
        &self,
        id: Option<&str>,
        wrapped: &[u8],
        context: &Context<'_>,
    ) -> Result<DataKey, Error> {
        let place = place(id, wrapped, context);
        let unwrapping = self.unwrap_anew(id, wrapped, context);
        let key = self.unwrapped.try_get_with(place, unwrapping).await;
        key.map_err(|error| (*error).clone())
    }

    async fn unwrap_anew(
        &self,
        id: Option<&str>,
        wrapped: &[u8],
        context: &Context<'_>,
    ) -> Result<DataKey, Error> {
        if let Some(id) = id {
            return self.find(id)?.unwrap(wrapped, context).await;
        }
        for keeper in self.all() {
            match keeper.unwrap(wrapped, context).await {
                Err(Error::Refused) => {}
                answer => return answer,
            }
        }
        Err(Error::Refused)
    }

    fn all(&self) -> impl Iterator<Item = &Arc<dyn Keeper>> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    fn find(&self, id: &str) -> Result<&dyn Keeper, Error> {
        let found = self.all().find(|keeper| keeper.id() == id);
        let found = found.ok_or_else(|| Error::NoSuchKeeper(id.to_owned()))?;
        Ok(&**found)
    }
}

/// Each part of unknown length is preceded by its length, so that no two read the same.
fn place(id: Option<&str>, wrapped: &[u8], context: &Context<'_>) -> [u8; 32] {
    let (id, context) = (id.unwrap_or_default(), context.to_string());
    let parts = [id.as_bytes(), context.as_bytes(), wrapped];
    let hash = parts.iter().fold(Sha256::new(), |hash, part| {
        hash.chain_update((part.len() as u64).to_be_bytes())
            .chain_update(part)
    });
    hash.finalize().into()
}
