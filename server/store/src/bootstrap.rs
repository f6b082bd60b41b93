//! From an empty PostgreSQL to a set-up one: roles, databases, migrations. Everything can be repeated.
//!
//! What holds afterwards: `tenantry_owner` owns every database and table of ours and serves no request;
//! `tenantry_platform` has the control plane and nothing of any tenant; `tenantry_shared` has the shared plane;
//! `tenantry_schemas` has nothing and may become the role of one schema at a time; `tenantry_opener` is no login, and its
//! members may read the secrets, which are wrapped.

use std::{sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, migrate::Migrator,
    postgres::PgConnectOptions,
};
use uuid::Uuid;
use vault::Keepers;

use crate::{
    Error, Keys, Result, Seeds, Settings,
    barred::Behind,
    database::{
        OWNER_ROLE, PLATFORM_ROLE, SCHEMAS_ROLE, SHARED_ROLE, SHARED_SCHEMA, owner_options,
    },
    names::Name,
    planes::{TEMPLATE_SCHEMA, grant_plane, migrate_plane, role_exists, run},
    platform::unsealed,
    secrets,
};

static CONTROL_PLANE: Migrator = sqlx::migrate!("../../migrations/platform");
/// Every login of ours, and what it may do.
const LOGINS: [(&str, &str); 4] = [
    (OWNER_ROLE, OWNER_RIGHTS),
    (PLATFORM_ROLE, "LOGIN NOINHERIT"),
    (SHARED_ROLE, "LOGIN NOINHERIT"),
    (SCHEMAS_ROLE, "LOGIN NOINHERIT"),
];
const OWNER_RIGHTS: &str = "LOGIN CREATEDB CREATEROLE";
/// Its members may read the wrapped secrets.
const OPENER_ROLE: &str = "tenantry_opener";
/// How long a migration waits for a lock in a plane, how often it tries, and how long it lets others through in between.
const LOCK_PATIENCE: &str = "SET LOCAL lock_timeout = '2s'";
const LOCK_ATTEMPTS: u32 = 4;
const LOCK_PAUSE: Duration = Duration::from_secs(1);
const TENANCY: &str = include_str!("../../../migrations/tenancy.sql");

/// Sets the server behind `admin_url` up, or brings it to this version. The URL's user must be able to create roles
/// and databases; it is used here and nowhere else. Returns the settings to connect with. Other servers are brought to
/// this version by [`Database::servers_migrate`](crate::Database::servers_migrate). A plane that cannot be keeps no other from
/// it, and is named in the settings.
pub async fn bootstrap(
    admin_url: &str,
    database: &str,
    keepers: Arc<Keepers>,
    seeds: Seeds,
) -> Result<Settings> {
    // Its statements make logins, passwords included.
    let admin = parse(admin_url)?.disable_statement_logging();
    let settings = Settings::new(admin.get_host(), admin.get_port(), database);
    let mut connection = admin.connect().await?;
    wait_alone(&mut connection).await?;
    let new = make_roles(&mut connection).await?;
    make_database(&mut connection, database).await?;
    make_database(&mut connection, &settings.template).await?;

    // The passwords of our logins follow from secrets in the database, which is there only now.
    let mut inside = admin.database(database).connect().await?;
    run(&mut inside, format!("SET ROLE {OWNER_ROLE}")).await?;
    migrate_control_plane(&mut inside, &settings).await?;
    let secrets = secrets::seed(&mut inside, &keepers, seeds).await?;
    let keys = secrets.keys(keepers);
    unsealed::count(&mut inside, &keys, &secrets).await?;
    inside.close().await?;
    set_passwords(&mut connection, &keys, &new).await?;

    let mut owner = sign_in(&mut connection, &keys, &settings).await?;
    migrate_shared_plane(&mut owner).await?;
    let mut behind = migrate_schemas(&mut owner).await?;
    let (host, port) = (&settings.host, settings.port);
    migrate_template(&keys, host, port, &settings.template).await?;
    let planes = planes_at(&mut owner, host, port).await?;
    behind.extend(migrate_databases(&keys, host, port, planes).await);
    owner.close().await?;
    connection.close().await?;
    Ok(Settings { behind, ..settings })
}

/// Waits until nobody else sets this server up from the same database, and keeps others waiting while the connection is
/// open: two nodes that start at once would both make the same things. Not for ever: the lock of a machine that lost its
/// power is held until PostgreSQL notices.
pub(crate) async fn wait_alone(connection: &mut PgConnection) -> Result<()> {
    let wait = "SET lock_timeout = '2min'; \
                SELECT pg_advisory_lock(hashtextextended('tenantry/server', 0)); \
                RESET lock_timeout";
    let waited = sqlx::raw_sql(wait).execute(connection).await;
    waited.map(drop).map_err(|error| match error.as_database_error() {
        Some(database) if database.code().as_deref() == Some("55P03") => Error::Setup(
            "somebody else has been setting this server up for two minutes; try again when they are done".into(),
        ),
        _ => error.into(),
    })
}

pub(crate) fn parse(url: &str) -> Result<PgConnectOptions> {
    url.parse().map_err(|_| {
        Error::Setup(
            "DATABASE_URL is not a PostgreSQL address such as postgres://user:password@host:5432/postgres".into(),
        )
    })
}

/// Makes our roles, without passwords. Answers with the logins that are new.
async fn make_roles(admin: &mut PgConnection) -> Result<Vec<&'static str>> {
    let mut new = Vec::new();
    for (name, rights) in LOGINS {
        if make_role(admin, name, rights).await? {
            new.push(name);
        }
    }
    make_role(admin, OPENER_ROLE, "NOLOGIN").await?;
    Ok(new)
}

/// The one role that every server has.
pub(crate) async fn make_owner(admin: &mut PgConnection, keys: &Keys) -> Result<()> {
    let password = keys.password(OWNER_ROLE);
    make_role(
        admin,
        OWNER_ROLE,
        &format!("{OWNER_RIGHTS} PASSWORD '{password}'"),
    )
    .await?;
    Ok(())
}

/// Answers whether it is new.
async fn make_role(admin: &mut PgConnection, name: &str, rights: &str) -> Result<bool> {
    let role = Name::new(name)?;
    if role_exists(admin, &role).await? {
        return Ok(false);
    }
    let statement = format!("CREATE ROLE {role} NOSUPERUSER NOBYPASSRLS {rights}");
    match run(admin, statement).await {
        // Another migration on the same server was faster.
        Err(_) if role_exists(admin, &role).await? => Ok(false),
        made => made.map(|()| true),
    }
}

/// All of them, or none.
async fn set_passwords(admin: &mut PgConnection, keys: &Keys, logins: &[&str]) -> Result<()> {
    let mut transaction = admin.begin().await?;
    for login in logins {
        let (role, password) = (Name::new(login)?, keys.password(login));
        run(
            &mut transaction,
            format!("ALTER ROLE {role} PASSWORD '{password}'"),
        )
        .await?;
    }
    Ok(transaction.commit().await?)
}

/// The owner's connection. Where nobody else has our logins, a run that died before it had set their passwords is made
/// good.
async fn sign_in(
    admin: &mut PgConnection,
    keys: &Keys,
    settings: &Settings,
) -> Result<PgConnection> {
    match connect_owner(keys, settings, &settings.database).await {
        Err(Error::WrongKey) if !is_shared(admin, settings).await? => {
            set_passwords(admin, keys, &LOGINS.map(|(login, _)| login)).await?;
            connect_owner(keys, settings, &settings.database).await
        }
        answer => answer,
    }
}

/// Whether another installation is on this server: it has the same logins, and must have the same passwords.
async fn is_shared(admin: &mut PgConnection, settings: &Settings) -> Result<bool> {
    let is_shared = sqlx::query_scalar(
        r"SELECT EXISTS (SELECT FROM pg_database WHERE pg_get_userbyid(datdba) = $1
                         AND datname <> $2 AND datname <> $3 AND datname NOT LIKE 'tenant\_%')",
    )
    .bind(OWNER_ROLE)
    .bind(&settings.database)
    .bind(&settings.template)
    .fetch_one(admin)
    .await?;
    Ok(is_shared)
}

pub(crate) async fn make_database(admin: &mut PgConnection, database: &str) -> Result<()> {
    let name = Name::new(database)?;
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(database)
            .fetch_one(&mut *admin)
            .await?;
    // Whoever makes a database for another role, or acts as one, has to be a member of it, unless a superuser.
    let is_member: bool = sqlx::query_scalar("SELECT pg_has_role(current_user, $1, 'MEMBER')")
        .bind(OWNER_ROLE)
        .fetch_one(&mut *admin)
        .await?;
    if !is_member {
        run(admin, format!("GRANT {OWNER_ROLE} TO CURRENT_USER")).await?;
    }
    if !exists {
        run(
            admin,
            format!("CREATE DATABASE {name} OWNER {OWNER_ROLE} ENCODING 'UTF8' TEMPLATE template0"),
        )
        .await?;
    }
    run(admin, format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC")).await
}

async fn connect_owner(keys: &Keys, settings: &Settings, database: &str) -> Result<PgConnection> {
    connect_owner_at(keys, &settings.host, settings.port, database).await
}

pub(crate) async fn connect_owner_at(
    keys: &Keys,
    host: &str,
    port: u16,
    database: &str,
) -> Result<PgConnection> {
    let options = owner_options(keys, host, port, database);
    options.connect().await.map_err(|error| {
        let code = error
            .as_database_error()
            .and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        if code.as_deref() == Some("28P01") {
            Error::WrongKey
        } else {
            Error::from(error)
        }
    })
}

async fn migrate_control_plane(owner: &mut PgConnection, settings: &Settings) -> Result<()> {
    let database = Name::new(&settings.database)?;
    run(
        owner,
        "CREATE SCHEMA IF NOT EXISTS platform; REVOKE ALL ON SCHEMA public FROM PUBLIC".into(),
    )
    .await?;
    run(owner, "SET search_path = platform".into()).await?;
    CONTROL_PLANE.run_direct(None, &mut *owner, false).await?;
    // The job queue's tables belong to the control plane's login; its library makes and migrates them itself.
    let grants = format!(
        "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO {PLATFORM_ROLE}; \
         GRANT CONNECT ON DATABASE {database} TO {SHARED_ROLE}, {SCHEMAS_ROLE}, {OPENER_ROLE}"
    );
    run(owner, grants).await?;
    sqlx::query(
        "INSERT INTO servers (name, region, host, port, is_primary) VALUES ('primary', 'local', $1, $2, true)
         ON CONFLICT (is_primary) WHERE is_primary DO UPDATE SET host = excluded.host, port = excluded.port",
    )
    .bind(&settings.host)
    .bind(i32::from(settings.port))
    .execute(&mut *owner)
    .await?;
    Ok(())
}

async fn migrate_shared_plane(owner: &mut PgConnection) -> Result<()> {
    run(owner, TENANCY.into()).await?;
    let (schema, role) = (Name::new(SHARED_SCHEMA)?, Name::new(SHARED_ROLE)?);
    run(owner, format!("CREATE SCHEMA IF NOT EXISTS {schema}")).await?;
    in_transaction(owner, &schema, &role).await
}

/// Every schema of a tenant, and every one made ahead of need; one transaction each. One that fails is as it was, and keeps
/// no other waiting.
async fn migrate_schemas(owner: &mut PgConnection) -> Result<Vec<Behind>> {
    let planes: Vec<PlaneRow> = sqlx::query_as(
        "SELECT id, database, schema, role FROM platform.placements WHERE strategy = 'schema' AND state <> 'building'
         ORDER BY created_at",
    )
    .fetch_all(&mut *owner)
    .await?;
    let mut behind = Vec::new();
    for plane in planes {
        if let Err(error) = migrate_schema(owner, &plane).await {
            behind.push(Behind::of(&plane, &error));
        }
    }
    Ok(behind)
}

pub(crate) async fn migrate_schema(
    owner: &mut PgConnection,
    (_, _, schema, role): &PlaneRow,
) -> Result<()> {
    in_transaction(owner, &Name::new(schema)?, &Name::new(role)?).await
}

/// A tenant's plane: id of the placement, database, schema and role.
pub(crate) type PlaneRow = (Uuid, String, String, String);

/// The planes in databases of their own on a server. Asked for once its template is of this version: what is copied
/// from it later needs no migration.
pub(crate) async fn planes_at(
    control_plane: &mut PgConnection,
    host: &str,
    port: u16,
) -> Result<Vec<PlaneRow>> {
    let planes = sqlx::query_as(
        "SELECT p.id, p.database, p.schema, p.role
         FROM platform.placements p JOIN platform.servers s ON s.id = p.server_id
         WHERE p.strategy IN ('database', 'dedicated') AND p.state <> 'building' AND s.host = $1 AND s.port = $2
         ORDER BY p.created_at",
    )
    .bind(host)
    .bind(i32::from(port))
    .fetch_all(control_plane)
    .await?;
    Ok(planes)
}

/// Brings databases of tenants to this version. One that fails keeps no other waiting.
pub(crate) async fn migrate_databases(
    keys: &Keys,
    host: &str,
    port: u16,
    planes: Vec<PlaneRow>,
) -> Vec<Behind> {
    let mut behind = Vec::new();
    for plane in planes {
        if let Err(error) = migrate_database(keys, host, port, &plane).await {
            behind.push(Behind::of(&plane, &error));
        }
    }
    behind
}

pub(crate) async fn migrate_database(
    keys: &Keys,
    host: &str,
    port: u16,
    (_, database, schema, role): &PlaneRow,
) -> Result<()> {
    let mut inside = connect_owner_at(keys, host, port, database).await?;
    run(&mut inside, TENANCY.into()).await?;
    in_transaction(&mut inside, &Name::new(schema)?, &Name::new(role)?).await?;
    inside.close().await?;
    Ok(())
}

pub(crate) async fn migrate_template(
    keys: &Keys,
    host: &str,
    port: u16,
    template: &str,
) -> Result<()> {
    let mut owner = connect_owner_at(keys, host, port, template).await?;
    run(&mut owner, TENANCY.into()).await?;
    run(
        &mut owner,
        format!("CREATE SCHEMA IF NOT EXISTS {TEMPLATE_SCHEMA}"),
    )
    .await?;
    // The template's tables are granted to the owner alone; a copy grants them to its tenant.
    in_transaction(
        &mut owner,
        &Name::new(TEMPLATE_SCHEMA)?,
        &Name::new(OWNER_ROLE)?,
    )
    .await?;
    owner.close().await?;
    Ok(())
}

/// Brings a plane to this version, or leaves it as it is. Whoever waits for a lock on a table keeps everybody behind it waiting,
/// readers too: so it does not wait long, and comes back a few times.
async fn in_transaction(owner: &mut PgConnection, schema: &Name, role: &Name) -> Result<()> {
    for attempt in 1..LOCK_ATTEMPTS {
        match try_in_transaction(owner, schema, role).await {
            Err(Error::Database(error)) if is_lock_timeout(&error) => {
                tracing::warn!(
                    schema = schema.as_str(),
                    attempt,
                    "somebody is at a table that is to be migrated"
                );
            }
            done => return done,
        }
        tokio::time::sleep(LOCK_PAUSE).await;
    }
    try_in_transaction(owner, schema, role).await
}

async fn try_in_transaction(owner: &mut PgConnection, schema: &Name, role: &Name) -> Result<()> {
    let mut transaction = owner.begin().await?;
    run(&mut transaction, LOCK_PATIENCE.into()).await?;
    // Another node that tries the same waits here, where it holds nothing.
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('tenantry/migration/' || $1, 0))")
        .bind(schema.as_str())
        .execute(&mut *transaction)
        .await?;
    migrate_plane(&mut transaction, schema, role).await?;
    grant_plane(&mut transaction, schema, role).await?;
    transaction.commit().await?;
    Ok(())
}

fn is_lock_timeout(error: &sqlx::Error) -> bool {
    let database = error.as_database_error();
    database.is_some_and(|error| error.code().as_deref() == Some("55P03"))
}

/// Takes back what only the installation of the job queue needed.
pub(crate) async fn seal(keys: &Keys, settings: &Settings) -> Result<()> {
    let mut owner = connect_owner(keys, settings, &settings.database).await?;
    let database = Name::new(&settings.database)?;
    let statement = format!("REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM {PLATFORM_ROLE}");
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut owner)
        .await?;
    owner.close().await?;
    Ok(())
}
