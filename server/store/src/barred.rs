//! Servers beside the primary that do not answer while this version starts.
//!
//! One such server must not keep the others from being served, and must not be served as an older version left it. So
//! it is barred: its tenants are told to come back, until it answers, is brought to this version and passes the check.

use std::{
    collections::HashSet,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use contract::ids::ServerId;

use crate::{
    Database, Error, Result,
    bootstrap::{
        connect_owner_at, migrate_databases, migrate_template, none_behind, planes_at, wait_alone,
    },
    placement::ServerAddress,
    platform::servers::beside_primary,
    self_check::check_server,
    server_setup::PATIENCE,
};

/// How long a server may take to be brought to this version. One that accepts connections and falls silent would keep
/// everybody waiting.
const LONGEST: Duration = Duration::from_mins(10);

/// Those that no transaction is opened on.
#[derive(Default)]
pub(crate) struct Barred(RwLock<HashSet<ServerId>>);

impl Barred {
    pub(crate) fn holds(&self, server: ServerId) -> bool {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&server)
    }

    fn set(&self, server: ServerId, is_barred: bool) {
        let mut servers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_barred {
            servers.insert(server);
        } else {
            servers.remove(&server);
        }
    }
}

impl Database {
    /// Brings the servers beside the primary to this version, and bars those that do not answer. Returns their addresses.
    /// Then seals what an earlier version left in the clear, wherever it can.
    pub async fn servers_migrate(&self) -> Result<Vec<String>> {
        let mut silent = Vec::new();
        for server in beside_primary(self).await? {
            match self.migrate_beside_primary(&server).await {
                Ok(()) => {}
                Err(Error::Unavailable(error)) => {
                    tracing::warn!(%error, host = server.host, port = server.port, "a database server does not answer");
                    self.barred().set(server.id, true);
                    silent.push(format!("{}:{}", server.host, server.port));
                }
                Err(error) => return Err(at(&server, &error)),
            }
        }
        self.seal_plain_rows().await?;
        Ok(silent)
    }

    /// Lets those barred servers in that answer now: they are brought to this version, and checked. What keeps one out
    /// is logged. Returns whether all are in.
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
        Ok(all_in)
    }

    async fn readmit(&self, server: &ServerAddress, allow_old_postgres: bool) -> Result<()> {
        self.migrate_beside_primary(server).await?;
        let findings = check_server(self, server, allow_old_postgres).await?;
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

    async fn migrate_beside_primary(&self, server: &ServerAddress) -> Result<()> {
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
            none_behind(&migrate_databases(keys, host, port, planes).await)
        };
        tokio::time::timeout(LONGEST, migrating)
            .await
            .map_err(silent)?
    }

    /// That the control plane does not answer says nothing of the server.
    async fn planes_beside_primary(
        &self,
        server: &ServerAddress,
    ) -> Result<Vec<(String, String, String)>> {
        let listing = async {
            let mut reader = self.platform_read().await?;
            planes_at(reader.connection(), &server.host, server.port).await
        };
        listing
            .await
            .map_err(|error| Error::Setup(format!("the control plane cannot be asked: {error}")))
    }
}

fn at(server: &ServerAddress, error: &Error) -> Error {
    Error::Setup(format!(
        "the server at {}:{}: {error}",
        server.host, server.port
    ))
}
