//! Names become addresses here, once for each request, and only what was checked is connected to.

use std::{
    error::Error as StdError,
    fmt, io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use async_trait::async_trait;
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::networks::is_public;

/// Whoever knows the addresses of a name.
#[async_trait]
pub trait Names: Send + Sync {
    /// All addresses of a name.
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The machine's own resolver.
#[derive(Debug, Clone, Copy)]
pub struct SystemNames;

#[async_trait]
impl Names for SystemNames {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((name, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Which addresses may be connected to.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    /// Networks that the installation names.
    pub(crate) allowed: Arc<[IpNet]>,
    /// Whether the public internet may be, too.
    pub(crate) public_too: bool,
}

impl Gate {
    pub(crate) fn lets_through(&self, address: IpAddr) -> bool {
        let is_allowed = self.allowed.iter().any(|net| net.contains(&address));
        is_allowed || (self.public_too && is_public(address))
    }
}

/// Resolves names for a client, and hands out nothing that the gate does not let through.
pub(crate) struct GuardedNames {
    pub(crate) names: Arc<dyn Names>,
    pub(crate) gate: Gate,
}

/// A name is not connected to: nobody knows it, or it leads where nothing is asked. Which of the two is not told: whoever types
/// names would learn those that are known inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadName;

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name has no address that is asked")
    }
}

impl StdError for BadName {}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, gate) = (Arc::clone(&self.names), self.gate.clone());
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await;
            let found = found.map_err(|_| BadName)?;
            // One bad address is enough: a name that has both is made to lead inside.
            if found.is_empty() || !found.iter().all(|address| gate.lets_through(*address)) {
                return Err(BadName.into());
            }
            let found = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(found) as Addrs)
        })
    }
}
