//! Browser sessions: the store behind the session layer, and the row that says who is signed in.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    account,
    acts::{OperatorAct, OperatorRole},
    ids::{OperatorId, SessionId, TenantId, UserId, VisitId},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store,
};
use uuid::Uuid;
use vault::{Keyring, Row, Table};

use crate::{
    Caller, Database, Error, PlatformReader, PlatformWriter, Result, TenantScope, Visitor, Who,
    cursor::hexadecimal, platform::operators::Operator,
};

/// Sealed with a key of the platform, that has one version.
static SESSIONS: Table = Table::new("sessions", &["kept"], &[]);
const KEY_VERSION: i32 = 1;

/// How long it is kept after the session was last written.
pub(crate) const KEPT: TimeDelta = TimeDelta::minutes(15);

/// What of a session stands in the clear: each has a column of its own besides. All else is sealed, whatever it is.
const OPEN: [&str; 8] = [
    "realm",
    "tenant_id",
    "subject_id",
    "access_version",
    "visit_id",
    "ip",
    "agent",
    "proved_at",
];

/// The sessions table as the session layer sees it.
#[derive(Clone)]
pub struct SessionRows {
    database: Database,
}

/// Who a session belongs to, read from its row and the rows that it names.
pub enum Resumed {
    /// An operator whose account still is what it was at sign-in, and where the request came from.
    Operator(Box<(Operator, Caller)>),
    /// A user; the account is checked when the scope is opened.
    Tenant(Box<TenantScope>),
}

impl SessionRows {
    /// Over the control plane of this database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn insert(&self, record: &Record) -> Result<bool> {
        let mut writer = self.database.platform_write().await?;
        let columns = Columns::of(record, writer.own_keys())?;
        let inserted = sqlx::query!(
            "INSERT INTO platform.sessions (id, data, realm, tenant_id, subject_id, access_version, ip, agent, proved_at,
                                            expires_at, visit_id, kept, kept_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, CASE WHEN $12::bytea IS NOT NULL THEN now() END)
             ON CONFLICT DO NOTHING",
            key(record.id),
            columns.data,
            columns.realm,
            columns.tenant_id,
            columns.subject_id,
            columns.access_version,
            columns.ip,
            columns.agent,
            columns.proved_at,
            columns.expires_at,
            columns.visit_id,
            columns.kept,
        )
        .execute(writer.connection())
        .await?;
        writer.commit_bookkeeping().await?;
        Ok(inserted.rows_affected() == 1)
    }

    /// Changes a row that is there and never brings one back: a session that was ended meanwhile stays ended. Where it was
    /// made does not change.
    async fn update(&self, record: &Record) -> Result<()> {
        let mut writer = self.database.platform_write().await?;
        let columns = Columns::of(record, writer.own_keys())?;
        sqlx::query!(
            "UPDATE platform.sessions SET data = $2, realm = $3, tenant_id = $4, subject_id = $5, access_version = $6,
                    expires_at = $7, visit_id = $8, kept = $9, kept_at = CASE WHEN $9::bytea IS NOT NULL THEN now() END
             WHERE id = $1",
            key(record.id),
            columns.data,
            columns.realm,
            columns.tenant_id,
            columns.subject_id,
            columns.access_version,
            columns.expires_at,
            columns.visit_id,
            columns.kept,
        )
        .execute(writer.connection())
        .await?;
        writer.commit_bookkeeping().await
    }

    async fn find(&self, id: Id) -> Result<Option<Record>> {
        let mut reader = self.database.platform_read().await?;
        let row = sqlx::query!(
            "SELECT data, kept, expires_at FROM platform.sessions WHERE id = $1 AND expires_at > now()",
            key(id)
        )
        .fetch_optional(reader.connection())
        .await?;
        let sealing = sealing(reader.own_keys(), id);
        row.map(|row| {
            let mut data: HashMap<String, Value> = serde_json::from_value(row.data)?;
            // A session whose kept part does not open is worth what it is worth without.
            match sealing.open_option("kept", KEY_VERSION, row.kept.as_deref()) {
                Ok(Some(kept)) => {
                    let kept: Map<String, Value> = serde_json::from_str(kept.as_disclosed())?;
                    data.extend(kept);
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "what a session kept"),
            }
            let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
                .map_err(|error| Error::Corrupt(error.to_string()))?;
            Ok(Record {
                id,
                data,
                expiry_date,
            })
        })
        .transpose()
    }

    async fn remove(&self, id: Id) -> Result<()> {
        let mut writer = self.database.platform_write().await?;
        sqlx::query!("DELETE FROM platform.sessions WHERE id = $1", key(id))
            .execute(writer.connection())
            .await?;
        writer.commit_bookkeeping().await
    }
}

/// What of a record has a column of its own.
struct Columns {
    data: Value,
    realm: Option<String>,
    tenant_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    access_version: Option<i32>,
    visit_id: Option<Uuid>,
    kept: Option<Vec<u8>>,
    ip: Option<String>,
    agent: Option<String>,
    proved_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

impl Columns {
    fn of(record: &Record, keyring: &Keyring) -> Result<Self> {
        let all = record.data.clone().into_iter();
        let (open, kept): (Map<_, _>, Map<_, _>) = all.partition(|(name, _)| is_open(name));
        let kept = (!kept.is_empty()).then(|| Value::Object(kept).to_string());
        let text = |name: &str| record.data.get(name).and_then(Value::as_str);
        let uuid = |name: &str| text(name).and_then(|text| text.parse().ok());
        let version = record.data.get("access_version").and_then(Value::as_i64);
        Ok(Self {
            data: Value::Object(open),
            kept: sealing(keyring, record.id).seal_option("kept", kept.as_deref()),
            realm: text("realm").map(str::to_owned),
            tenant_id: uuid("tenant_id"),
            subject_id: uuid("subject_id"),
            visit_id: uuid("visit_id"),
            access_version: version.and_then(|version| i32::try_from(version).ok()),
            ip: text("ip").map(str::to_owned),
            agent: text("agent").map(str::to_owned),
            proved_at: text("proved_at").and_then(|at| at.parse().ok()),
            expires_at: DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0)
                .ok_or_else(|| Error::Corrupt("a session that ends outside of time".into()))?,
        })
    }
}

fn is_open(name: &str) -> bool {
    OPEN.contains(&name)
}

/// What one session kept does not open in another.
fn sealing(keyring: &Keyring, id: Id) -> Row<'_> {
    SESSIONS.row(keyring, hexadecimal(&key(id)))
}

/// The table knows only a hash of the cookie's value.
fn key(id: Id) -> Vec<u8> {
    Sha256::digest(id.0.to_be_bytes()).to_vec()
}

impl std::fmt::Debug for SessionRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionRows")
    }
}

#[async_trait]
impl SessionStore for SessionRows {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while !self.insert(record).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.update(record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.find(*id).await.map_err(backend)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.remove(*id).await.map_err(backend)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err takes"
)]
fn backend(error: Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

impl Database {
    /// Who a session belongs to: its row is the proof that a scope needs. `None` for nobody, or not any more, or for a
    /// user of a tenant that nobody gets into.
    pub async fn resume(&self, session_id: &str, caller: Caller) -> Result<Option<Resumed>> {
        match session_id.parse() {
            Ok(id) => self.resume_row(key(id), caller).await,
            Err(_) => Ok(None),
        }
    }

    /// The same for a session that came with an earlier request.
    pub(crate) async fn resume_again(
        &self,
        id: SessionId,
        caller: Caller,
    ) -> Result<Option<Resumed>> {
        let mut reader = self.platform_read().await?;
        let key = sqlx::query_scalar!(
            "SELECT id FROM platform.sessions WHERE public_id = $1",
            id.uuid()
        )
        .fetch_optional(reader.connection())
        .await?;
        drop(reader);
        match key {
            Some(key) => self.resume_row(key, caller).await,
            None => Ok(None),
        }
    }

    async fn resume_row(&self, key: Vec<u8>, mut caller: Caller) -> Result<Option<Resumed>> {
        let mut reader = self.platform_read().await?;
        let row = sqlx::query!(
            r#"SELECT s.public_id, s.tenant_id, s.subject_id AS "subject_id!", s.access_version AS "session_version!",
                      s.proved_at, s.visit_id, v.may_write AS "may_write?", v.ends_at AS "visit_ends_at?",
                      s.last_seen_at < now() - interval '5 minutes' AS "was_away!",
                      o.name AS "name?", o.email AS "email?", o.role AS "role?", o.access_version AS "account_version?"
               FROM platform.sessions s
               LEFT JOIN platform.visits v ON v.id = s.visit_id AND v.tenant_id = s.tenant_id
                         AND v.operator_id = s.subject_id AND v.ends_at > now()
               LEFT JOIN platform.operators o ON o.id = s.subject_id AND o.removed_at IS NULL
                         AND (s.realm = 'operator' OR s.visit_id IS NOT NULL)
               WHERE s.id = $1 AND s.subject_id IS NOT NULL AND s.expires_at > now()"#,
            key,
        )
        .fetch_optional(reader.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        drop(reader);
        if row.was_away
            && let Err(error) = self.note_use(&key).await
        {
            // Nobody stays outside because of it.
            tracing::warn!(%error, "the use of a session could not be noted");
        }
        caller.session = Some(SessionId::new(row.public_id));
        caller.proved_at = row.proved_at;
        if let Some(tenant) = row.tenant_id {
            let who = match row.visit_id {
                None => Who::User {
                    id: UserId::new(row.subject_id),
                    access_version: row.session_version,
                },
                Some(visit) => {
                    let (Some(name), Some(role), Some(may_write), Some(ends_at)) =
                        (row.name, row.role, row.may_write, row.visit_ends_at)
                    else {
                        return Ok(None);
                    };
                    let role: OperatorRole = role.parse()?;
                    if row.account_version != Some(row.session_version)
                        || !role.acts().contains(&OperatorAct::TenantVisit)
                    {
                        return Ok(None);
                    }
                    Who::Visitor(Visitor {
                        operator: OperatorId::new(row.subject_id),
                        name,
                        visit: VisitId::new(visit),
                        may_write,
                        ends_at,
                    })
                }
            };
            let tenant = self.tenant_by_id(TenantId::new(tenant)).await?;
            let tenant = tenant.filter(|tenant| tenant.status.is_reachable());
            let Some(tenant) = tenant else {
                return Ok(None);
            };
            let scope = self.held_to_rule(TenantScope::new(tenant, who, caller));
            return Ok(Some(Resumed::Tenant(Box::new(scope.await?))));
        }
        match (row.name, row.email, row.role, row.account_version) {
            (Some(name), Some(email), Some(role), Some(version))
                if version == row.session_version =>
            {
                let operator = Operator {
                    id: OperatorId::new(row.subject_id),
                    name,
                    email,
                    role,
                    password_hash: None,
                    access_version: version,
                };
                Ok(Some(Resumed::Operator(Box::new((operator, caller)))))
            }
            _ => Ok(None),
        }
    }

    /// A session that somebody changes or ends at this moment needs no note.
    async fn note_use(&self, key: &[u8]) -> Result<()> {
        let mut writer = self.platform_write().await?;
        sqlx::query!(
            "UPDATE platform.sessions SET last_seen_at = now()
             WHERE id = (SELECT id FROM platform.sessions WHERE id = $1 FOR UPDATE SKIP LOCKED)",
            key
        )
        .execute(writer.connection())
        .await?;
        writer.commit_bookkeeping().await
    }
}

/// The sessions of an account that are in force, what was used last first; a hundred at the most.
pub async fn list(
    reader: &mut PlatformReader,
    (tenant, subject): (Option<TenantId>, Uuid),
    access_version: i32,
    current: Option<SessionId>,
) -> Result<Vec<account::Session>> {
    let rows = sqlx::query!(
        "SELECT public_id, ip, agent, created_at, last_seen_at, expires_at FROM platform.sessions
         WHERE tenant_id IS NOT DISTINCT FROM $1 AND subject_id = $2 AND access_version = $3 AND expires_at > now()
         ORDER BY last_seen_at DESC, public_id LIMIT 100",
        tenant.map(Uuid::from),
        subject,
        access_version,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| account::Session {
            id: SessionId::new(row.public_id),
            is_current: current == Some(SessionId::new(row.public_id)),
            agent: row.agent,
            ip: row.ip,
            signed_in_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
        })
        .collect())
}

/// Whether a session of somebody is in force.
pub async fn is_alive(reader: &mut PlatformReader, subject: Uuid, id: SessionId) -> Result<bool> {
    let is_alive = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM platform.sessions
                          WHERE subject_id = $1 AND public_id = $2 AND expires_at > now()) AS "is_alive!""#,
        subject,
        id.uuid(),
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(is_alive)
}

/// Ends one session of an account; whether there was one.
pub async fn end(
    writer: &mut PlatformWriter,
    (tenant, subject): (Option<TenantId>, Uuid),
    id: SessionId,
) -> Result<bool> {
    let ended = sqlx::query!(
        "DELETE FROM platform.sessions
         WHERE tenant_id IS NOT DISTINCT FROM $1 AND subject_id = $2 AND public_id = $3",
        tenant.map(Uuid::from),
        subject,
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends every session of an account but the one that asks. If that one was ended meanwhile, whoever asks is nobody any
/// more.
pub async fn end_others(
    writer: &mut PlatformWriter,
    (tenant, subject): (Option<TenantId>, Uuid),
    current: Option<SessionId>,
) -> Result<()> {
    // All of them, in one order: of two who end each other, the second waits and then finds itself ended.
    let there = sqlx::query_scalar!(
        "SELECT public_id FROM platform.sessions
         WHERE tenant_id IS NOT DISTINCT FROM $1 AND subject_id = $2 ORDER BY id FOR UPDATE",
        tenant.map(Uuid::from),
        subject,
    )
    .fetch_all(writer.connection())
    .await?;
    if current.is_some_and(|current| !there.contains(&current.uuid())) {
        return Err(Error::Unauthenticated);
    }
    sqlx::query!(
        "DELETE FROM platform.sessions
         WHERE tenant_id IS NOT DISTINCT FROM $1 AND subject_id = $2 AND public_id IS DISTINCT FROM $3",
        tenant.map(Uuid::from),
        subject,
        current.map(Uuid::from),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(writer: &mut PlatformWriter, subject: Uuid) -> Result<u64> {
    let ended = sqlx::query!(
        "DELETE FROM platform.sessions WHERE subject_id = $1",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(ended.rows_affected())
}
