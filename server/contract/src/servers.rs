//! Database servers: the registry that placements point into.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, ids::ServerId};

/// One database server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The server's id.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// Where it stands; tenants can be pinned to a region.
    pub region: String,
    /// Host name, address or socket folder.
    pub host: String,
    /// TCP port.
    pub port: i32,
    /// Whether it holds the control plane.
    pub is_primary: bool,
    /// Whether `dedicated` tenants may be placed here.
    pub accepts_dedicated: bool,
    /// Tenants that live here.
    pub tenants: i64,
    /// Placements made ahead of need, by strategy word.
    pub ready: Vec<(String, i64)>,
    /// What a connection told, or why there was none.
    pub health: ServerHealth,
}

/// What a connection to a server told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServerHealth {
    /// It answered.
    Up {
        /// Version as the server prints it.
        version: String,
        /// Round trip in microseconds.
        round_trip_us: i64,
        /// Client connections open now.
        connections: i64,
        /// The most it takes.
        max_connections: i64,
    },
    /// It did not.
    Down,
}

/// What an operator can do with servers.
#[async_trait]
pub trait Servers: Send + Sync {
    /// Every server, asked now.
    async fn server_list(&self) -> Answer<Vec<Server>>;
}
