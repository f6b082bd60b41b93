//! Where a tenant's plane lives.

use contract::{
    ids::{PlacementId, ServerId},
    tenants::Strategy,
};

use crate::names::Name;

/// Strategy, server, database, schema and role of one plane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    pub(crate) id: PlacementId,
    pub(crate) strategy: Strategy,
    pub(crate) server: ServerAddress,
    pub(crate) database: Name,
    pub(crate) schema: Name,
    pub(crate) role: Name,
}

/// How a database server is reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ServerAddress {
    pub id: ServerId,
    pub host: String,
    pub port: u16,
}

impl Placement {
    /// The strategy.
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }
}
