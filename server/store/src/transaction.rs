//! The only ways to a row: a reader or a writer, of one tenant or of the platform.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use chrono::{DateTime, SubsecRound, Utc};
use contract::{
    acts::Act,
    ids::{EventId, Id, TenantId, UserId},
    tenants::Strategy,
    visits::visitor_acts,
};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;
use vault::Keyring;

use crate::{
    Actor, AuditEntry, Caller, Error, IdMint, Own, Result, TenantScope, Visitor, Who, lease::Lease,
    names::Name, placement::Placement, tenant::personal::USERS,
    tenant_connection::TenantConnection, unsigned::Unsigned,
};

/// Entries that are sealed and written in one go: others get their turn between two goes.
const ENTRIES_AT_ONCE: usize = 500;

/// A read-only transaction inside one tenant.
///
/// It cannot be turned into a writer:
///
/// ```compile_fail,E0308
/// # async fn smuggle(mut reader: store::TenantReader, fields: contract::customers::CustomerFields) {
/// let _ = store::tenant::customers::insert(&mut reader, &fields).await;
/// # }
/// ```
///
/// nor can its connection be reached:
///
/// ```compile_fail,E0624
/// # fn reach(mut reader: store::TenantReader) {
/// let _ = reader.connection();
/// # }
/// ```
pub struct TenantReader {
    lease: Lease,
    /// Where the search path depends on the tenant.
    schema: Option<Name>,
    tenant: TenantId,
    actor: Actor,
    caller: Caller,
    mint: IdMint,
    keyring: Option<Arc<Keyring>>,
    unsigned: Unsigned,
}

/// A transaction inside one tenant that may change rows, and ends in [`commit`](Self::commit).
///
/// Committing without an entry does not compile:
///
/// ```compile_fail,E0061
/// # async fn forget(writer: store::TenantWriter) {
/// let _ = writer.commit().await;
/// # }
/// ```
#[must_use = "a writer that is dropped changes nothing"]
pub struct TenantWriter {
    reader: TenantReader,
}

/// A transaction whose entry stands in the tenant's log: what is left is to look once more, and to make it last.
#[must_use = "what was recorded and is dropped never happened"]
pub struct Recorded {
    reader: TenantReader,
}

impl Recorded {
    /// For a last look.
    pub fn reader(&mut self) -> &mut TenantReader {
        &mut self.reader
    }

    /// Makes the entry and all before it last.
    pub async fn commit(self) -> Result<()> {
        let TenantReader {
            lease,
            unsigned,
            tenant,
            ..
        } = self.reader;
        lease.commit().await?;
        unsigned.add(tenant);
        Ok(())
    }
}

impl TenantReader {
    /// A reader on a lease that [`opened`] returned, once the account was read.
    pub(crate) async fn begin(
        mut lease: Lease,
        scope: &TenantScope,
        placement: &Placement,
        mint: IdMint,
        unsigned: Unsigned,
    ) -> Result<Self> {
        let is_schema = placement.strategy == Strategy::Schema;
        let schema = is_schema.then(|| placement.schema.clone());
        let connection = TenantConnection::new(&mut lease, schema.as_ref());
        let actor = actor(connection, scope).await?;
        Ok(Self {
            lease,
            schema,
            tenant: scope.tenant_id(),
            actor,
            caller: scope.caller().clone(),
            mint,
            keyring: scope.tenant().keyring().cloned(),
            unsigned,
        })
    }

    /// In whose name the transaction acts, with what the role allows now.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The tenant inside.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Accepts an id of this tenant; one of another tenant is [`Error::CrossTenant`], existing or not.
    pub fn own<K>(&self, id: Id<K>) -> Result<Own<K>> {
        self.mint.own(self.tenant, id)
    }

    /// A fresh id for a row of this tenant.
    pub fn new_id<K>(&self) -> Own<K> {
        self.mint.make(self.tenant, unix_ms())
    }

    /// The tenant's keys; [`Error::NoKeys`] before they were made.
    pub fn keyring(&self) -> Result<Arc<Keyring>> {
        self.keyring.clone().ok_or(Error::NoKeys)
    }

    /// The version of the tenant's key that new values are sealed with; [`Error::NoKeys`] before it was made.
    pub fn key_version(&self) -> Result<i32> {
        Ok(self.keyring()?.version())
    }

    pub(crate) fn connection(&mut self) -> TenantConnection<'_> {
        TenantConnection::new(&mut self.lease, self.schema.as_ref())
    }
}

impl TenantWriter {
    /// A writer on a transaction that was opened for reading and writing.
    pub(crate) fn new(reader: TenantReader) -> Self {
        Self { reader }
    }

    /// Writes the entry into the tenant's log and makes everything last, both or neither.
    pub async fn commit(self, entry: AuditEntry) -> Result<()> {
        self.record(entry).await?.commit().await
    }

    /// Writes the entry into the tenant's log. From here to the end of the transaction nobody else writes into that log,
    /// and so nobody makes a change last: what is counted now, with the own rows, is what there will be.
    pub async fn record(mut self, entry: AuditEntry) -> Result<Recorded> {
        let entry = self.signed(entry);
        crate::tenant::events::append(&mut self, &entry).await?;
        Ok(Recorded {
            reader: self.reader,
        })
    }

    /// Writes many entries into the tenant's log in the same way.
    pub async fn record_many(mut self, entries: Vec<AuditEntry>) -> Result<Recorded> {
        let entries = entries.into_iter().map(|entry| self.signed(entry));
        let entries: Vec<_> = entries.collect();
        for some in entries.chunks(ENTRIES_AT_ONCE) {
            crate::tenant::events::append_many(&mut self, some).await?;
        }
        Ok(Recorded {
            reader: self.reader,
        })
    }

    /// The entry with what the caller came by.
    fn signed(&self, entry: AuditEntry) -> AuditEntry {
        let entry = match self.caller().api_key {
            Some(key) => entry.with("api_key", key.to_string()),
            None => entry,
        };
        match self.actor() {
            Actor::Visitor { visit, .. } => entry.with("visit", visit.to_string()),
            _ => entry,
        }
    }

    /// The same transaction, in the log in the name of somebody else.
    pub(crate) fn acting_as(mut self, actor: Actor) -> Self {
        self.reader.actor = actor;
        self
    }

    /// The same transaction of the door, in the log in the name of the account that it let in; it allows nothing more.
    pub fn having_let_in(self, id: UserId, name: &str) -> Self {
        self.acting_as(Actor::User {
            id,
            name: name.to_owned(),
            acts: Vec::new(),
            switched_off: Vec::new(),
        })
    }

    /// Makes bookkeeping of this crate last that is no act of anybody.
    pub(crate) async fn commit_bookkeeping(self) -> Result<()> {
        self.reader.lease.commit().await
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.reader.caller
    }
}

impl Deref for TenantWriter {
    type Target = TenantReader;
    fn deref(&self) -> &TenantReader {
        &self.reader
    }
}

impl DerefMut for TenantWriter {
    fn deref_mut(&mut self) -> &mut TenantReader {
        &mut self.reader
    }
}

/// Opens a transaction inside the scope's tenant; [`Error::Unusable`] where another connection may do.
pub(crate) async fn opened(
    mut lease: Lease,
    scope: &TenantScope,
    placement: &Placement,
    mode: &'static str,
) -> Result<Lease> {
    let message = opening(Some(scope.tenant_id().uuid()), placement, mode);
    match lease.open(AssertSqlSafe(message)).await {
        Ok(()) => Ok(lease),
        Err(error) if is_of_the_connection(&error) => {
            lease.discard();
            Err(Error::Unusable(error))
        }
        Err(error) => Err(error.into()),
    }
}

/// The one message that opens a tenant transaction: `BEGIN` and the settings.
///
/// Only UUIDs and checked catalogue names ([`crate::names::Name`]) are ever formatted into it. Without a tenant there are
/// no rows: so the prober tries it.
pub(crate) fn opening(tenant: Option<Uuid>, placement: &Placement, mode: &'static str) -> String {
    let tenant = tenant.map(|id| id.to_string()).unwrap_or_default();
    let schema = &placement.schema;
    let role = if placement.strategy == Strategy::Schema {
        format!(", set_config('role', '{}', true)", placement.role.as_str())
    } else {
        String::new()
    };
    format!(
        "BEGIN {mode}; SELECT set_config('search_path', '{schema}', true), \
         set_config('app.tenant_id', '{tenant}', true){role}"
    )
}

/// Whether another connection may open what this one could not: it is cut off, or does not know a new role.
fn is_of_the_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            code == "42501" || code.starts_with("57P")
        }
        _ => false,
    }
}

/// Who acts, as their account is now: whoever is suspended, removed or signed out everywhere is nobody.
async fn actor(connection: TenantConnection<'_>, scope: &TenantScope) -> Result<Actor> {
    match scope.who() {
        Who::User { id, access_version } => {
            let keyring = scope.tenant().keyring().ok_or(Error::NoKeys)?;
            let mut actor = account(connection, keyring, *id, *access_version).await?;
            if let (
                Some(narrowed),
                Actor::User {
                    acts, switched_off, ..
                },
            ) = (scope.narrowed(), &mut actor)
            {
                acts.retain(|act| narrowed.contains(act));
                switched_off.retain(|act| narrowed.contains(act));
            }
            Ok(actor)
        }
        Who::Visitor(visitor) => visiting(connection, visitor).await,
        Who::Operator { id, name } => Ok(Actor::Operator {
            id: *id,
            name: name.clone(),
        }),
        Who::Job(job) => Ok(Actor::System(job)),
        Who::Door => Ok(Actor::Anonymous),
    }
}

/// A statement of its own, because planning it anew in each opening message took longer than running it.
async fn account(
    connection: TenantConnection<'_>,
    keyring: &Keyring,
    id: UserId,
    access_version: i32,
) -> Result<Actor> {
    let row = sqlx::query!(
        r#"SELECT u.name, u.key_version, r.permissions,
                  ARRAY(SELECT m.key FROM modules m WHERE m.tenant_id = u.tenant_id AND m.enabled) AS "modules!"
           FROM users u JOIN roles r ON r.tenant_id = u.tenant_id AND r.key = u.role
           WHERE u.id = $1 AND u.status = 'active' AND u.access_version = $2"#,
        id.uuid(),
        access_version,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(Error::Unauthenticated)?;
    // A permission of a newer version of this program is not one that this version can grant.
    let allowed = row
        .permissions
        .iter()
        .filter_map(|word| word.parse::<Act>().ok());
    let (acts, switched_off) = allowed.partition(|act| is_on(*act, &row.modules));
    Ok(Actor::User {
        id,
        name: USERS
            .row(keyring, id)
            .open("name", row.key_version, &row.name)?
            .disclose(),
        acts,
        switched_off,
    })
}

/// What a visitor may do at this moment.
async fn visiting(connection: TenantConnection<'_>, visitor: &Visitor) -> Result<Actor> {
    let row = sqlx::query!(
        r#"SELECT now() < $1 AS "is_in_time!",
                  ARRAY(SELECT key FROM modules WHERE enabled) AS "modules!""#,
        visitor.ends_at,
    )
    .fetch_one(connection)
    .await?;
    // The session was looked up when the request began; a long one may outlive the visit.
    if !row.is_in_time {
        return Err(Error::Unauthenticated);
    }
    let allowed = visitor_acts(visitor.may_write).iter().copied();
    let (acts, switched_off) = allowed.partition(|act| is_on(*act, &row.modules));
    Ok(Actor::Visitor {
        id: visitor.operator,
        visit: visitor.visit,
        name: visitor.name.clone(),
        acts,
        switched_off,
    })
}

fn is_on(act: Act, modules: &[String]) -> bool {
    act.module()
        .is_none_or(|own| modules.iter().any(|key| key == own))
}

/// Statements on the control plane that change nothing.
pub struct PlatformReader {
    lease: Lease,
    own_keys: Arc<Keyring>,
}

/// A transaction on the control plane.
#[must_use = "a writer that is dropped changes nothing"]
pub struct PlatformWriter {
    reader: PlatformReader,
}

impl PlatformReader {
    /// A reader needs no transaction: each of its queries is one statement with a snapshot of its own.
    pub(crate) fn new(lease: Lease, own_keys: Arc<Keyring>) -> Self {
        Self { lease, own_keys }
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.lease
    }

    pub(crate) fn own_keys(&self) -> &Keyring {
        &self.own_keys
    }

    /// Both at once.
    pub(crate) fn parts(&mut self) -> (&mut PgConnection, &Keyring) {
        (&mut self.lease, &self.own_keys)
    }
}

impl PlatformWriter {
    pub(crate) async fn open(mut lease: Lease, own_keys: Arc<Keyring>) -> Result<Self> {
        lease.open("BEGIN").await?;
        Ok(Self {
            reader: PlatformReader::new(lease, own_keys),
        })
    }

    /// Writes the entry into the platform's log and makes everything last, both or neither.
    pub async fn commit(
        mut self,
        actor: &Actor,
        caller: &Caller,
        tenant: Option<TenantId>,
        entry: AuditEntry,
    ) -> Result<()> {
        let id = EventId::new(time_ordered_uuid());
        crate::platform::events::append(&mut self, id, actor, caller, tenant, &entry).await?;
        self.reader.lease.commit().await
    }

    /// Makes bookkeeping last that is no act of anybody: step records, mail states, sessions, counters.
    pub async fn commit_bookkeeping(self) -> Result<()> {
        self.reader.lease.commit().await
    }
}

impl Deref for PlatformWriter {
    type Target = PlatformReader;
    fn deref(&self) -> &PlatformReader {
        &self.reader
    }
}

impl DerefMut for PlatformWriter {
    fn deref_mut(&mut self) -> &mut PlatformReader {
        &mut self.reader
    }
}

/// The time of the machine, to the microsecond as PostgreSQL keeps it. For ids and entries of the log alone.
#[expect(
    clippy::disallowed_methods,
    reason = "ids and entries are ordered by the time they were made, whatever a test's clock says"
)]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Milliseconds since 1970, for the part of an id that orders it. Never shown and never compared with a clock.
fn unix_ms() -> u64 {
    u64::try_from(now().timestamp_millis()).unwrap_or(0)
}

/// A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, the rest random.
pub(crate) fn time_ordered_uuid() -> Uuid {
    let random: [u8; 10] = crate::random_bytes();
    uuid::Builder::from_unix_timestamp_millis(unix_ms(), &random).into_uuid()
}
