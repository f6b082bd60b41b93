//! A further server: what it needs before a tenant can have it for itself.
//!
//! It gets the role that makes databases there, an empty database to work from (the control plane's is on the primary
//! alone), and the template. Roles and databases of tenants come with the tenants.

use std::time::Duration;

use contract::servers::ServerFields;
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use crate::{
    Database, Error,
    bootstrap::{connect_owner_at, make_database, make_owner, migrate_template, wait_alone},
    self_check::{OLDEST_SAFE, version},
};

/// How long a server may take to let somebody in.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Why a server cannot take tenants.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Nobody speaks PostgreSQL there.
    #[error("no PostgreSQL answers there")]
    Silent,
    /// It does not let this user in.
    #[error("it does not let this user in")]
    Closed,
    /// This user may not make roles and databases.
    #[error("this user may not make roles and databases")]
    Powerless,
    /// Its version has published holes in row-level security; the number is PostgreSQL's own, such as 150019.
    #[error("version {0} has published holes in row-level security")]
    Old(i32),
    /// Its roles were made with another master key.
    #[error("it belongs to another installation")]
    Taken,
    /// Anything else that went wrong on the way.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<sqlx::Error> for Unfit {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Database {
    /// Sets a server up for tenants of its own. Can be repeated, also after it was interrupted.
    pub async fn server_prepare(&self, server: &ServerFields) -> Result<(), Unfit> {
        let mut admin = sign_in(server).await?;
        wait_alone(&mut admin).await?;
        let version = version(&mut admin).await?;
        if version < OLDEST_SAFE && !server.allow_old_postgres {
            return Err(Unfit::Old(version));
        }
        if !may_make_roles_and_databases(&mut admin).await? {
            return Err(Unfit::Powerless);
        }
        let (keys, settings, address) = (self.keys(), self.settings(), &server.address);
        make_owner(&mut admin, keys).await?;
        let (host, port) = (&address.host, address.port);
        // Before anything is made there; where the owner may not come in at all, the template will tell.
        if let Err(Error::WrongKey) = connect_owner_at(keys, host, port, &address.database).await {
            return Err(Unfit::Taken);
        }
        make_database(&mut admin, &settings.database).await?;
        make_database(&mut admin, &settings.template).await?;
        migrate_template(keys, host, port, &settings.template).await?;
        Ok(admin.close().await?)
    }
}

async fn sign_in(server: &ServerFields) -> Result<PgConnection, Unfit> {
    let address = &server.address;
    let options = PgConnectOptions::new_without_pgpass()
        .host(&address.host)
        .port(address.port)
        .username(&address.user)
        .password(&server.password)
        .database(&address.database);
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(sqlx::Error::Database(error))) => {
            tracing::warn!(%error, host = address.host, "a server to be registered refused the sign-in");
            Err(Unfit::Closed)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, host = address.host, "a server to be registered cannot be reached");
            Err(Unfit::Silent)
        }
        Err(_) => Err(Unfit::Silent),
    }
}

async fn may_make_roles_and_databases(admin: &mut PgConnection) -> Result<bool, Unfit> {
    let may = sqlx::query_scalar(
        "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(admin)
    .await?;
    Ok(may)
}
