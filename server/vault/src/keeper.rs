//! Who keeps a master key. Keys are handed over to be wrapped and unwrapped; the master key itself is never seen here,
//! unless it is kept on this machine.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use contract::ids::TenantId;

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

/// The keepers of every master key that this node was given: the newest, and those that rows may still be wrapped by.
pub struct Keepers {
    newest: Arc<dyn Keeper>,
    older: Vec<Arc<dyn Keeper>>,
}

impl Keepers {
    /// The newest, and older ones.
    pub fn new(newest: Arc<dyn Keeper>, older: Vec<Arc<dyn Keeper>>) -> Self {
        Self { newest, older }
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
