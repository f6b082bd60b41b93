//! Making and dropping the planes that tenants live in. Every function here can be repeated after a crash.

use std::sync::LazyLock;

use contract::tenants::Strategy;
use sqlx::{
    AssertSqlSafe, Connection, PgConnection,
    migrate::{MigrateError, Migrator},
};

use crate::{
    Database, Error, Result, TenantScope,
    database::{OWNER_ROLE, SCHEMAS_ROLE},
    names::Name,
    placement::{Placement, ServerAddress},
};

/// The lock of sqlx is one a database; planes of one database do not wait for each other.
static TENANT_PLANE: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("../../migrations/tenant");
    migrator.set_locking(false);
    // A node of the version before, started while a deploy is under way, finds planes that are ahead of it.
    migrator.set_ignore_missing(true);
    migrator
});

/// Schema of the plane inside the database that `database` tenants are copied from.
pub(crate) const TEMPLATE_SCHEMA: &str = "tenant_template";

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                Self::from(error)
            }
            other => Self::Setup(format!("the migrations cannot be applied: {other}")),
        }
    }
}

impl Database {
    /// Makes the plane of a placement: nothing for `shared`, a role and a schema, or a role and a database.
    pub async fn plane_build(&self, placement: &Placement) -> Result<()> {
        match placement.strategy {
            Strategy::Shared => Ok(()),
            Strategy::Schema => self.build_schema(placement).await,
            Strategy::Database | Strategy::Dedicated => self.build_database(placement).await,
        }
    }

    /// Removes the plane of a placement that no tenant lives in (any more).
    pub async fn plane_drop(&self, placement: &Placement) -> Result<()> {
        let (schema, database, role) = (&placement.schema, &placement.database, &placement.role);
        match placement.strategy {
            Strategy::Shared => Ok(()),
            Strategy::Schema => {
                let mut owner = self.owner(&placement.server, database).await?;
                wait_alone(&mut owner, role).await?;
                run(
                    &mut owner,
                    format!("DROP SCHEMA IF EXISTS {schema} CASCADE"),
                )
                .await?;
                run(&mut owner, format!("DROP ROLE IF EXISTS {role}")).await
            }
            Strategy::Database | Strategy::Dedicated => {
                self.close_connections(placement).await;
                let mut owner = self.maintenance(&placement.server).await?;
                wait_alone(&mut owner, role).await?;
                drop_database(&mut owner, database, role).await?;
                run(&mut owner, format!("DROP ROLE IF EXISTS {role}")).await
            }
        }
    }

    /// One transaction: PostgreSQL runs out of locks when several tenants' tables are made in one.
    async fn build_schema(&self, placement: &Placement) -> Result<()> {
        let (schema, role) = (&placement.schema, &placement.role);
        let mut owner = self.owner(&placement.server, &placement.database).await?;
        wait_alone(&mut owner, role).await?;
        let mut transaction = owner.begin().await?;
        if !role_exists(&mut transaction, role).await? {
            run(
                &mut transaction,
                format!("CREATE ROLE {role} NOLOGIN NOINHERIT"),
            )
            .await?;
            run(&mut transaction, format!("GRANT {role} TO {SCHEMAS_ROLE}")).await?;
        }
        run(
            &mut transaction,
            format!("CREATE SCHEMA IF NOT EXISTS {schema}"),
        )
        .await?;
        migrate_plane(&mut transaction, schema, role).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// `CREATE DATABASE` is no part of any transaction: a half-made one is dropped and made again.
    async fn build_database(&self, placement: &Placement) -> Result<()> {
        let (schema, database, role) = (&placement.schema, &placement.database, &placement.role);
        let template = Name::new(&self.settings().template)?;
        let mut owner = self.maintenance(&placement.server).await?;
        wait_alone(&mut owner, role).await?;
        if !role_exists(&mut owner, role).await? {
            let password = self.keys().password(role.as_str());
            run(
                &mut owner,
                format!("CREATE ROLE {role} LOGIN NOINHERIT PASSWORD '{password}'"),
            )
            .await?;
        }
        drop_database(&mut owner, database, role).await?;
        run(
            &mut owner,
            format!("CREATE DATABASE {database} TEMPLATE {template} STRATEGY WAL_LOG"),
        )
        .await?;
        run(
            &mut owner,
            format!("REVOKE ALL ON DATABASE {database} FROM PUBLIC"),
        )
        .await?;
        run(
            &mut owner,
            format!("GRANT CONNECT ON DATABASE {database} TO {role}"),
        )
        .await?;
        let mut inside = self.owner(&placement.server, database).await?;
        let mut transaction = inside.begin().await?;
        run(
            &mut transaction,
            format!("ALTER SCHEMA {TEMPLATE_SCHEMA} RENAME TO {schema}"),
        )
        .await?;
        grant_plane(&mut transaction, schema, role).await?;
        transaction.commit().await?;
        owner.close().await?;
        Ok(())
    }

    pub(crate) async fn owner(
        &self,
        server: &ServerAddress,
        database: &Name,
    ) -> Result<PgConnection> {
        // Its template may be of an older version.
        if self.barred().holds(server.id) {
            return Err(Error::Barred);
        }
        Ok(PgConnection::connect_with(&self.owner_options(server, database)).await?)
    }

    /// The owner's connection inside of a tenant, for what no role that serves requests may do there. Row-level security
    /// binds the owner, too. Only a checked name and a UUID are formatted into the statement.
    pub(crate) async fn owner_inside(&self, scope: &TenantScope) -> Result<PgConnection> {
        let (tenant, placement) = (scope.tenant_id(), scope.tenant().placement()?);
        if self.barred().keeps_out(placement) {
            return Err(Error::Barred);
        }
        let mut owner = self.owner(&placement.server, &placement.database).await?;
        let enter = format!(
            "SET search_path = {}; SELECT set_config('app.tenant_id', '{tenant}', false)",
            placement.schema
        );
        run(&mut owner, enter).await?;
        Ok(owner)
    }

    /// A connection to a database that always exists and is nobody's template: `CREATE DATABASE` is issued there.
    async fn maintenance(&self, server: &ServerAddress) -> Result<PgConnection> {
        let home = Name::new(&self.settings().database)?;
        self.owner(server, &home).await
    }
}

/// Waits until nobody else is at a plane, and keeps others waiting while the connection is open. A maker that died is
/// somebody: PostgreSQL ends its last statement before it sees that there is no one to answer, and only then the lock.
async fn wait_alone(owner: &mut PgConnection, role: &Name) -> Result<()> {
    sqlx::query("SELECT pg_advisory_lock(hashtextextended($1, 0))")
        .bind(format!("tenantry/plane/{}", role.as_str()))
        .execute(owner)
        .await?;
    Ok(())
}

/// Ends the sessions of a tenant in its database, and drops that. Not `WITH (FORCE)`: it is refused to everybody but a
/// superuser while autovacuum is at work there. The plain command stops autovacuum, and waits seconds for all others.
async fn drop_database(owner: &mut PgConnection, database: &Name, role: &Name) -> Result<()> {
    if role_exists(owner, role).await? {
        // Who ends a session has to be a member of its role.
        run(owner, format!("GRANT {role} TO {OWNER_ROLE}")).await?;
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = $2",
        )
        .bind(database.as_str())
        .bind(role.as_str())
        .execute(&mut *owner)
        .await?;
    }
    run(owner, format!("DROP DATABASE IF EXISTS {database}")).await
}

/// Brings a plane to the newest version and gives its role what is new.
pub(crate) async fn migrate_plane(
    owner: &mut PgConnection,
    schema: &Name,
    role: &Name,
) -> Result<()> {
    run(owner, format!("SET LOCAL search_path = {schema}")).await?;
    // `run` takes anything that can be acquired, and with it no future of ours would be `Send` (rust-lang/rust#100013).
    TENANT_PLANE.run_direct(None, &mut *owner, false).await?;
    grant_plane(owner, schema, role).await
}

pub(crate) async fn grant_plane(
    owner: &mut PgConnection,
    schema: &Name,
    role: &Name,
) -> Result<()> {
    sqlx::query("SELECT tenantry.grant_plane($1, $2)")
        .bind(schema.as_str())
        .bind(role.as_str())
        .execute(owner)
        .await?;
    Ok(())
}

pub(crate) async fn role_exists(owner: &mut PgConnection, role: &Name) -> Result<bool> {
    let exists = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
        .bind(role.as_str())
        .fetch_one(owner)
        .await?;
    Ok(exists)
}

/// Runs a statement on catalogue objects, which takes no parameters: only [`Name`]s and passwords of ours, both of
/// an alphabet without quotes, are ever formatted into one.
pub(crate) async fn run(connection: &mut PgConnection, statement: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(connection)
        .await?;
    Ok(())
}
