//! The connections, and the doors to a transaction.

use std::{sync::Arc, time::Duration};

use contract::{ids::TenantId, tenants::Strategy};
use sqlx::{
    ConnectOptions, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::{
    Actor, AuditEntry, Caller, Error, IdMint, Keys, Result, TenantReader, TenantRecord,
    TenantScope, TenantWriter,
    barred::{Barred, Behind},
    connections::{Connections, Home, Limits, TRUSTED},
    lease::Lease,
    names::Name,
    placement::{Placement, ServerAddress},
    resolve::{LONGEST_KEPT, TenantCache},
    secrets::{NOT_SET_UP, WRONG_KEY, not_given},
    transaction::{PlatformReader, PlatformWriter, opened},
    unsigned::Unsigned,
};

/// Where the control plane is, and how many connections may be open.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Host name, address or socket folder of the primary server.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// Database of the control plane.
    pub database: String,
    /// The database that `database` tenants are copied from; usually `<database>_tenant_template`.
    pub template: String,
    /// Connections of each login to the platform's database: the control plane's, and those of the two planes there.
    pub pool_size: u32,
    /// Connections to databases of single tenants, all together, those kept for the next request included.
    pub tenant_connections: u32,
    /// Connections in use by one tenant with a database, so that none takes them all.
    pub connections_per_tenant: u32,
    /// How long a request waits for a connection before it is told to come back.
    pub acquire_timeout: Duration,
    /// How long a new version of a tenant's key is announced before it is in force: longer than any node believes what
    /// it knows of a tenant, and a request takes.
    pub key_notice: Duration,
    /// Planes on the primary server that could not be brought to this version: nobody gets into them.
    pub behind: Vec<Behind>,
    /// Whether what destroys most takes two operators. Held here, where the leave for it is given.
    pub destructive_needs_two: bool,
}

impl Settings {
    /// Usual sizes for a server and a database.
    pub fn new(host: impl Into<String>, port: u16, database: impl Into<String>) -> Self {
        let database = database.into();
        Self {
            host: host.into(),
            port,
            template: format!("{database}_tenant_template"),
            database,
            pool_size: 16,
            tenant_connections: 48,
            connections_per_tenant: 8,
            acquire_timeout: Duration::from_millis(1500),
            key_notice: 2 * LONGEST_KEPT,
            behind: Vec::new(),
            destructive_needs_two: false,
        }
    }

    /// The server of a `postgres://` address, and the control plane's database on it.
    pub fn at(url: &str, database: &str) -> Result<Self> {
        let options = crate::bootstrap::parse(url)?;
        Ok(Self::new(options.get_host(), options.get_port(), database))
    }
}

/// The connections, and the doors to a transaction. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    keys: Keys,
    mint: IdMint,
    unsigned: Unsigned,
    platform: PgPool,
    /// To the planes that many tenants share a login to.
    common: Arc<Connections>,
    /// To the databases of single tenants.
    own: Arc<Connections>,
    barred: Barred,
    cache: TenantCache,
}

/// A lock on something that only one may do at a time. Dropped, it is free a moment later: its connection is reset.
#[must_use = "the lock is free soon after this is dropped"]
pub struct Exclusive {
    lease: Lease,
}

impl Exclusive {
    /// Frees the lock before it returns, for whoever asks at once whether it is.
    pub async fn release(self) {
        if let Err(error) = self.lease.unlock().await {
            // It is free with the end of the connection.
            tracing::warn!(%error, "a lock could not be freed");
        }
    }
}

/// Login of the control plane.
pub(crate) const PLATFORM_ROLE: &str = "tenantry_platform";
/// Login that row-level security binds to the shared plane.
pub(crate) const SHARED_ROLE: &str = "tenantry_shared";
/// Login that owns nothing, inherits nothing, and may become the role of a schema's tenant.
pub(crate) const SCHEMAS_ROLE: &str = "tenantry_schemas";
/// Login that makes and changes schemas; no request ever uses it.
pub(crate) const OWNER_ROLE: &str = "tenantry_owner";
/// Schema of the shared plane.
pub(crate) const SHARED_SCHEMA: &str = "tenants_shared";

impl Database {
    /// Connects, checks that the keys are those of this data and that every master key in use was given, and starts to
    /// listen for changes.
    pub async fn connect(settings: Settings, keys: Keys) -> Result<Self> {
        let server = PgConnectOptions::new()
            .host(&settings.host)
            .port(settings.port)
            .database(&settings.database);
        let platform = PgPoolOptions::new()
            .max_connections(settings.pool_size)
            .acquire_timeout(settings.acquire_timeout)
            .connect_with(login(server, PLATFORM_ROLE, &keys))
            .await
            .map_err(|error| explain(error, &settings))?;
        let common = Limits {
            // Of the shared plane, and of all schemas.
            open: 2 * settings.pool_size,
            at_one_place: settings.pool_size,
            by_one_tenant: settings.pool_size.div_ceil(2),
        };
        let own = Limits {
            open: settings.tenant_connections,
            at_one_place: settings.connections_per_tenant,
            by_one_tenant: settings.connections_per_tenant,
        };
        let inner = Inner {
            common: Connections::new(common),
            own: Connections::new(own),
            barred: Barred::planes(&settings.behind),
            mint: IdMint::new(keys.ids),
            unsigned: Unsigned::default(),
            cache: TenantCache::start(platform.clone(), Arc::clone(&keys.keepers)),
            platform,
            settings,
            keys,
        };
        let database = Self {
            inner: Arc::new(inner),
        };
        database.check_master_key().await?;
        Ok(database)
    }

    async fn check_master_key(&self) -> Result<()> {
        let mut reader = self.platform_read().await?;
        let stored = sqlx::query_scalar!("SELECT key_check FROM platform.installation")
            .fetch_optional(reader.connection())
            .await?;
        match stored {
            Some(check) if check == self.inner.keys.check => {}
            Some(_) => return Err(Error::Setup(WRONG_KEY.into())),
            None => return Err(Error::Setup(NOT_SET_UP.into())),
        }
        let in_use = crate::platform::master_keys::in_use(&mut reader).await?;
        let missing = in_use.iter().find(|id| !self.inner.keys.keepers.holds(id));
        missing.map_or(Ok(()), |id| Err(not_given(id)))
    }

    /// A reader on the control plane.
    pub async fn platform_read(&self) -> Result<PlatformReader> {
        let lease = Lease::to_platform(&self.inner.platform).await?;
        Ok(PlatformReader::new(lease, Arc::clone(&self.inner.keys.own)))
    }

    /// A transaction on the control plane.
    pub async fn platform_write(&self) -> Result<PlatformWriter> {
        let lease = Lease::to_platform(&self.inner.platform).await?;
        PlatformWriter::open(lease, Arc::clone(&self.inner.keys.own)).await
    }

    /// A read-only transaction inside the scope's tenant.
    pub async fn read(&self, scope: &TenantScope) -> Result<TenantReader> {
        self.open(scope, "READ ONLY").await
    }

    /// A transaction inside the scope's tenant; [`Error::TenantSuspended`] unless the tenant may be written.
    pub async fn write(&self, scope: &TenantScope) -> Result<TenantWriter> {
        scope.check_writable()?;
        let reader = self.open(scope, "READ WRITE").await?;
        Ok(TenantWriter::new(reader))
    }

    /// Writes an entry into the log of the scope's tenant and changes nothing else, so that what a suspended tenant's
    /// people are refused is on record as well.
    pub async fn put_on_record(&self, scope: &TenantScope, entry: AuditEntry) -> Result<()> {
        self.write_anyway(scope).await?.commit(entry).await
    }

    /// The same in the name of somebody whom an earlier transaction recognised, and who may be gone by now.
    pub async fn put_on_record_for(
        &self,
        scope: &TenantScope,
        actor: Actor,
        entry: AuditEntry,
    ) -> Result<()> {
        let writer = self.write_anyway(scope).await?;
        writer.acting_as(actor).commit(entry).await
    }

    /// A transaction inside the scope's tenant, whether it may be written or not.
    pub(crate) async fn write_anyway(&self, scope: &TenantScope) -> Result<TenantWriter> {
        let reader = self.open(scope, "READ WRITE").await?;
        Ok(TenantWriter::new(reader))
    }

    /// Opens a transaction inside the scope's tenant, on another connection where one is of no use: it was cut off since
    /// its last use, or does not know the tenant's role.
    ///
    /// PostgreSQL reads which roles a login may become one row after the other, and remembers them until the next
    /// grant. A grant that falls into the reading is missing from what is remembered: that connection would refuse the
    /// role of a new schema again and again.
    async fn open(&self, scope: &TenantScope, mode: &'static str) -> Result<TenantReader> {
        let placement = scope.tenant().placement()?;
        let opening = self.open_on_any(scope, placement, mode);
        let lease = tokio::time::timeout(self.inner.settings.acquire_timeout, opening)
            .await
            .unwrap_or(Err(Error::Unavailable(sqlx::Error::PoolTimedOut)))?;
        let (mint, unsigned) = (self.inner.mint.clone(), self.inner.unsigned.clone());
        TenantReader::begin(lease, scope, placement, mint, unsigned).await
    }

    async fn open_on_any(
        &self,
        scope: &TenantScope,
        placement: &Placement,
        mode: &'static str,
    ) -> Result<Lease> {
        const ATTEMPTS: usize = 4;
        let (mut attempt, mut trusted) = (1, TRUSTED);
        loop {
            let lease = self.lease(placement, trusted).await?;
            match opened(lease, scope, placement, mode).await {
                Err(Error::Unusable(error)) if attempt < ATTEMPTS => {
                    tracing::warn!(%error, attempt, "a connection is of no use and is closed");
                    (attempt, trusted) = (attempt + 1, Duration::ZERO);
                }
                opened => return opened,
            }
        }
    }

    async fn lease(&self, placement: &Placement, trusted: Duration) -> Result<Lease> {
        if self.inner.barred.keeps_out(placement) {
            return Err(Error::Barred);
        }
        let home = home(placement);
        let options = || {
            let server = PgConnectOptions::new()
                .host(&placement.server.host)
                .port(placement.server.port)
                .database(placement.database.as_str());
            login(server, tenant_login(placement), &self.inner.keys)
        };
        let connections = match placement.strategy {
            Strategy::Shared | Strategy::Schema => &self.inner.common,
            Strategy::Database | Strategy::Dedicated => &self.inner.own,
        };
        let taken = connections.take(home, placement.id, trusted, options);
        Ok(Lease::to_tenant(taken.await?))
    }

    /// Takes a lock that only one holder in the whole installation has; none if somebody else has it. It is held
    /// until the value is dropped, or its connection or process dies.
    pub async fn exclusive(&self, what: &str, id: Uuid) -> Result<Option<Exclusive>> {
        let mut lease = Lease::to_platform(&self.inner.platform).await?;
        let taken = lease.try_lock(&format!("tenantry/{what}/{id}")).await?;
        Ok(taken.then_some(Exclusive { lease }))
    }

    /// The tenant that answers to a slug or a custom domain, from the cache.
    pub async fn tenant_by_host_name(&self, name: &str) -> Result<Option<Arc<TenantRecord>>> {
        self.inner.cache.by_name(name).await
    }

    /// A tenant by id, from the cache.
    pub async fn tenant_by_id(&self, id: TenantId) -> Result<Option<Arc<TenantRecord>>> {
        self.inner.cache.by_id(id).await
    }

    /// Forgets what this node knows of a tenant, at once. Other nodes are told by a trigger of the table.
    pub async fn forget_tenant(&self, id: TenantId) {
        self.inner.cache.forget(id).await;
    }

    /// The ids of tenants whose record, place or provisioning changed, as they change.
    pub fn tenant_changes(&self) -> broadcast::Receiver<TenantId> {
        self.inner.cache.changes()
    }

    /// Tells every node, and whoever follows the tenant, that something about it changed that no trigger of the control plane
    /// sees.
    pub async fn announce_tenant(&self, id: TenantId) -> Result<()> {
        let mut reader = self.platform_read().await?;
        sqlx::query!("SELECT pg_notify('tenantry_tenant', $1)", id.to_string())
            .execute(reader.connection())
            .await?;
        Ok(())
    }

    /// A scope for somebody who stands before the sign-in page of a tenant.
    pub fn door_scope(&self, tenant: Arc<TenantRecord>, caller: Caller) -> TenantScope {
        TenantScope::new(tenant, crate::Who::Door, caller)
    }

    /// The pool that jobs are queued in and taken from.
    pub fn job_pool(&self) -> PgPool {
        self.inner.platform.clone()
    }

    /// Closes the connections to a placement's own database, before it is dropped.
    pub(crate) async fn close_connections(&self, placement: &Placement) {
        self.inner.own.close(&home(placement)).await;
    }

    /// Takes back the rights that only the installation of the job queue needed.
    pub async fn seal(&self) -> Result<()> {
        crate::bootstrap::seal(&self.inner.keys, &self.inner.settings).await
    }

    pub(crate) fn unsigned(&self) -> &Unsigned {
        &self.inner.unsigned
    }

    pub(crate) fn barred(&self) -> &Barred {
        &self.inner.barred
    }

    /// How it is connected.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// Closes every connection, in use or not.
    pub async fn close(&self) {
        self.inner.common.shut_down().await;
        self.inner.own.shut_down().await;
        let patience = self.inner.settings.acquire_timeout;
        if tokio::time::timeout(patience, self.inner.platform.close())
            .await
            .is_err()
        {
            tracing::warn!("connections to the control plane are still in use");
        }
    }

    /// The owner's login to a database, for making and changing schemas.
    pub(crate) fn owner_options(
        &self,
        server: &ServerAddress,
        database: &Name,
    ) -> PgConnectOptions {
        owner_options(
            &self.inner.keys,
            &server.host,
            server.port,
            database.as_str(),
        )
    }
}

pub(crate) fn owner_options(
    keys: &Keys,
    host: &str,
    port: u16,
    database: &str,
) -> PgConnectOptions {
    PgConnectOptions::new()
        .host(host)
        .port(port)
        .database(database)
        .username(OWNER_ROLE)
        .password(&keys.password(OWNER_ROLE))
        // Its statements make logins, passwords included.
        .disable_statement_logging()
}

/// The login that gets to a placement: the tenant's own only where it has a database.
pub(crate) fn tenant_login(placement: &Placement) -> &str {
    match placement.strategy {
        Strategy::Schema => SCHEMAS_ROLE,
        Strategy::Shared | Strategy::Database | Strategy::Dedicated => placement.role.as_str(),
    }
}

fn home(placement: &Placement) -> Home {
    Home {
        server: placement.server.clone(),
        database: placement.database.clone(),
        login: tenant_login(placement).to_owned(),
    }
}

/// Prepared statements of a session. Many tenants with schemas share one, each with statements of its own; PostgreSQL needs
/// about 50 KB for one.
const STATEMENTS: usize = 512;

/// A session for requests: no statement runs for ever, no transaction is forgotten.
pub(crate) fn login(server: PgConnectOptions, role: &str, keys: &Keys) -> PgConnectOptions {
    server
        .username(role)
        .password(&keys.password(role))
        .application_name("tenantry")
        .statement_cache_capacity(STATEMENTS)
        .options([
            ("statement_timeout", "15s"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("lock_timeout", "10s"),
        ])
}

/// A refused login has one usual cause here: passwords follow from the secrets of another installation.
fn explain(error: sqlx::Error, settings: &Settings) -> Error {
    let code = error
        .as_database_error()
        .and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    match code.as_deref() {
        Some("28P01" | "28000") => Error::Setup(WRONG_KEY.into()),
        Some("3D000") => Error::Setup(format!(
            "there is no database {:?} yet; run `tenantry migrate` first",
            settings.database
        )),
        _ => Error::from(error),
    }
}
