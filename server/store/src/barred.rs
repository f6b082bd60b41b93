//! Servers beside the primary that do not answer while this version starts, and planes that cannot be brought to it.
//!
//! One such server must not keep the others from being served, and must not be served as an older version left it. So
//! it is barred: its tenants are told to come back, until it answers, is brought to this version and passes the check. A plane
//! is barred alone.

use std::{
    collections::HashSet,
    fmt,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use contract::{
    ids::{PlacementId, ServerId},
    tenants::Strategy,
};

use crate::{
    Database, Error, Result,
    bootstrap::{
        PlaneRow, connect_owner_at, migrate_database, migrate_databases, migrate_schema,
        migrate_template, planes_at, wait_alone,
    },
    placement::{Placement, ServerAddress},
    platform::{placements, servers::beside_primary},
    self_check::{self, check_server},
    server_setup::PATIENCE,
};

/// How long a server may take to be brought to this version. One that accepts connections and falls silent would keep
/// everybody waiting.
const LONGEST: Duration = Duration::from_mins(10);

/// Those that no transaction is opened on.
#[derive(Default)]
pub(crate) struct Barred {
    servers: RwLock<HashSet<ServerId>>,
    planes: RwLock<HashSet<PlacementId>>,
}

/// A plane that could not be brought to this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Its placement.
    pub placement: PlacementId,
    /// Its schema.
    pub schema: String,
    /// Why, for whoever runs the system.
    pub why: String,
}

impl Behind {
    pub(crate) fn of((id, _, schema, _): &PlaneRow, error: &Error) -> Self {
        Self {
            placement: (*id).into(),
            schema: schema.clone(),
            why: error.to_string(),
        }
    }
}

impl fmt::Display for Behind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.schema, self.why)
    }
}

/// What is not at this version, and barred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Addresses of servers that do not answer.
    pub servers: Vec<String>,
    /// Planes of tenants.
    pub planes: Vec<Behind>,
}

impl LeftOut {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.servers.is_empty() && self.planes.is_empty()
    }
}

impl Barred {
    pub(crate) fn planes(behind: &[Behind]) -> Self {
        Self {
            planes: RwLock::new(behind.iter().map(|plane| plane.placement).collect()),
            ..Self::default()
        }
    }

    pub(crate) fn holds(&self, server: ServerId) -> bool {
        self.servers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&server)
    }

    /// Whether a plane is barred, by itself or with its server.
    pub(crate) fn keeps_out(&self, placement: &Placement) -> bool {
        self.holds(placement.server.id) || self.holds_plane(placement.id)
    }

    pub(crate) fn holds_plane(&self, placement: PlacementId) -> bool {
        self.planes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&placement)
    }

    fn behind(&self) -> Vec<PlacementId> {
        let planes = self.planes.read().unwrap_or_else(PoisonError::into_inner);
        planes.iter().copied().collect()
    }

    fn set(&self, server: ServerId, is_barred: bool) {
        let mut servers = self.servers.write().unwrap_or_else(PoisonError::into_inner);
        if is_barred {
            servers.insert(server);
        } else {
            servers.remove(&server);
        }
    }

    fn set_plane(&self, placement: PlacementId, is_barred: bool) {
        let mut planes = self.planes.write().unwrap_or_else(PoisonError::into_inner);
        if is_barred {
            planes.insert(placement);
        } else {
            planes.remove(&placement);
        }
    }
}

impl Database {
    /// Brings the servers beside the primary to this version, and bars those that do not answer, and planes there that cannot be
    /// brought to it. Returns all that is barred. Then seals what an earlier version left in the clear, wherever it can.
    pub async fn servers_migrate(&self) -> Result<LeftOut> {
        let mut left_out = LeftOut {
            servers: Vec::new(),
            planes: self.settings().behind.clone(),
        };
        for server in beside_primary(self).await? {
            match self.migrate_beside_primary(&server).await {
                Ok(behind) => left_out.planes.extend(behind),
                Err(Error::Unavailable(error)) => {
                    tracing::warn!(%error, host = server.host, port = server.port, "a database server does not answer");
                    self.barred().set(server.id, true);
                    left_out
                        .servers
                        .push(format!("{}:{}", server.host, server.port));
                }
                Err(error) => return Err(at(&server, &error)),
            }
        }
        for plane in &left_out.planes {
            tracing::error!(
                schema = plane.schema,
                why = plane.why,
                "a plane cannot be brought to this version and is not served"
            );
            self.barred().set_plane(plane.placement, true);
        }
        self.seal_plain_rows().await?;
        Ok(left_out)
    }

    /// Lets those barred servers in that answer now, and those planes that are not in the way any more: they are brought to this
    /// version, and checked. What keeps one out is logged. Returns whether all are in.
    pub async fn servers_readmit(&self, allow_old_postgres: bool) -> Result<bool> {
        let mut all_in = true;
        for server in beside_primary(self).await? {
            if !self.barred().holds(server.id) {
                continue;
            }
            let (host, port) = (&server.host, server.port);
            match self.readmit(&server, allow_old_postgres).await {
                Ok(()) => {
                    tracing::info!(host, port, "a database server answers again and is served");
                    self.barred().set(server.id, false);
                    self.seal_plain_rows().await?;
                }
                Err(Error::Unavailable(error)) => {
                    all_in = false;
                    tracing::debug!(%error, host, port, "a database server still does not answer");
                }
                Err(error) => {
                    all_in = false;
                    tracing::error!(%error, host, port, "a database server answers and is not served");
                }
            }
        }
        for placement in self.barred().behind() {
            match self.readmit_plane(placement, allow_old_postgres).await {
                Ok(()) => {
                    tracing::info!(%placement, "a plane is up to date and is served");
                    self.barred().set_plane(placement, false);
                    self.seal_plain_rows().await?;
                }
                Err(error) => {
                    all_in = false;
                    tracing::warn!(%error, %placement, "a plane still cannot be brought to this version");
                }
            }
        }
        Ok(all_in)
    }

    /// Nothing is to be done for a plane that was removed meanwhile.
    async fn readmit_plane(&self, placement: PlacementId, allow_old_postgres: bool) -> Result<()> {
        let mut reader = self.platform_read().await?;
        let found = placements::find(&mut reader, placement).await?;
        drop(reader);
        let Some((placement, _)) = found else {
            return Ok(());
        };
        let (keys, server) = (self.keys(), &placement.server);
        let plane = (
            placement.id.uuid(),
            placement.database.as_str().to_owned(),
            placement.schema.as_str().to_owned(),
            placement.role.as_str().to_owned(),
        );
        let (host, port) = (&*server.host, server.port);
        let migrating = async {
            match placement.strategy {
                Strategy::Shared => Ok(()),
                Strategy::Schema => {
                    let mut owner = connect_owner_at(keys, host, port, &plane.1).await?;
                    migrate_schema(&mut owner, &plane).await
                }
                Strategy::Database | Strategy::Dedicated => {
                    migrate_database(keys, host, port, &plane).await
                }
            }
        };
        let silent = |_| Error::Unavailable(sqlx::Error::PoolTimedOut);
        tokio::time::timeout(LONGEST, migrating)
            .await
            .map_err(silent)??;
        none_found(&self_check::check(self, server, &placement.database, allow_old_postgres).await?)
    }

    async fn readmit(&self, server: &ServerAddress, allow_old_postgres: bool) -> Result<()> {
        for plane in self.migrate_beside_primary(server).await? {
            tracing::error!(
                schema = plane.schema,
                why = plane.why,
                "a plane cannot be brought to this version and is not served"
            );
            self.barred().set_plane(plane.placement, true);
        }
        none_found(&check_server(self, server, allow_old_postgres).await?)
    }

    /// Answers with the planes there that could not be.
    async fn migrate_beside_primary(&self, server: &ServerAddress) -> Result<Vec<Behind>> {
        let silent = |_| Error::Unavailable(sqlx::Error::PoolTimedOut);
        let (keys, settings) = (self.keys(), self.settings());
        let (host, port) = (&*server.host, server.port);
        let connecting = connect_owner_at(keys, host, port, &settings.database);
        // Where packets are dropped, nobody else would ever say that it is down.
        let mut alone = tokio::time::timeout(PATIENCE, connecting)
            .await
            .map_err(silent)??;
        let migrating = async {
            wait_alone(&mut alone).await?;
            migrate_template(keys, host, port, &settings.template).await?;
            let planes = self.planes_beside_primary(server).await?;
            Ok(migrate_databases(keys, host, port, planes).await)
        };
        tokio::time::timeout(LONGEST, migrating)
            .await
            .map_err(silent)?
    }

    /// That the control plane does not answer says nothing of the server.
    async fn planes_beside_primary(&self, server: &ServerAddress) -> Result<Vec<PlaneRow>> {
        let listing = async {
            let mut reader = self.platform_read().await?;
            planes_at(reader.connection(), &server.host, server.port).await
        };
        listing
            .await
            .map_err(|error| Error::Setup(format!("the control plane cannot be asked: {error}")))
    }
}

fn none_found(findings: &[self_check::Finding]) -> Result<()> {
    match findings.first() {
        None => Ok(()),
        Some(first) => Err(Error::Setup(format!(
            "isolation is broken in {} places, the first: {} ({})",
            findings.len(),
            first.rule,
            first.object
        ))),
    }
}

fn at(server: &ServerAddress, error: &Error) -> Error {
    Error::Setup(format!(
        "the server at {}:{}: {error}",
        server.host, server.port
    ))
}
