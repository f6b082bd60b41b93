//! The platform's own log. An entry is sealed as a whole, bound to its position; the columns beside it repeat it, so that it is
//! found and read.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    audit::{Event, EventFilter},
    ids::{EventId, TenantId},
};
use sqlx::PgConnection;
use uuid::Uuid;
use vault::{
    Keyring, Table,
    log::{Hash, leaf},
};

use crate::{
    Actor, AuditEntry, Caller, Error, PlatformReader, PlatformWriter, Result, transaction::now,
};

/// Sealed with a key of the platform, that has one version.
static EVENTS: Table = Table::new("platform.events", &["entry"], &[]);
const KEY_VERSION: i32 = 1;

/// What the seal of an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// The columns are what was sealed.
    Whole,
    /// They are not.
    Broken,
    /// There is none: an entry from before they were sealed, or one that somebody else put in.
    Absent,
}

/// An entry as it is in the table, for whoever proves the log.
#[derive(Debug)]
pub struct Entry {
    /// From 0, without gaps.
    pub position: i64,
    /// What stands for it in the tree of the log.
    pub leaf: Hash,
    /// Whether it is what was sealed.
    pub seal: Seal,
}

struct Row {
    position: i64,
    id: Uuid,
    tenant_id: Option<Uuid>,
    action: String,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_name: String,
    target_kind: String,
    target_id: String,
    /// As PostgreSQL writes it: how we would may change with a library.
    detail: String,
    ip: Option<String>,
    request_id: Option<String>,
    at: DateTime<Utc>,
    entry: Option<Vec<u8>>,
}

impl Row {
    fn event(&self) -> Result<Event> {
        Ok(Event {
            id: self.id.into(),
            tenant_id: self.tenant_id.map(TenantId::from),
            action: self.action.clone(),
            actor_kind: self.actor_kind.clone(),
            actor_id: self.actor_id,
            actor_name: self.actor_name.clone(),
            target_kind: self.target_kind.clone(),
            target_id: self.target_id.clone(),
            detail: serde_json::from_str(&self.detail)?,
            ip: self.ip.clone(),
            request_id: self.request_id.clone(),
            at: self.at,
        })
    }

    /// Every column, each text after its length.
    fn leaf(&self) -> Hash {
        let mut row = b"tenantry/platform entry/1".to_vec();
        row.extend_from_slice(&self.position.to_be_bytes());
        row.extend_from_slice(self.id.as_bytes());
        row.extend_from_slice(self.tenant_id.unwrap_or_default().as_bytes());
        row.extend_from_slice(self.actor_id.unwrap_or_default().as_bytes());
        row.extend_from_slice(&self.at.timestamp_micros().to_be_bytes());
        let texts = [
            self.action.as_bytes(),
            self.actor_kind.as_bytes(),
            self.actor_name.as_bytes(),
            self.target_kind.as_bytes(),
            self.target_id.as_bytes(),
            self.detail.as_bytes(),
            self.ip.as_deref().unwrap_or_default().as_bytes(),
            self.request_id.as_deref().unwrap_or_default().as_bytes(),
            self.entry.as_deref().unwrap_or_default(),
        ];
        for text in texts {
            row.extend_from_slice(&(text.len() as u64).to_be_bytes());
            row.extend_from_slice(text);
        }
        leaf(&row)
    }

    fn seal(&self, keyring: &Keyring) -> Seal {
        let Some(sealed) = &self.entry else {
            return Seal::Absent;
        };
        let opened = EVENTS.row(keyring, self.position);
        let opened = opened.open("entry", KEY_VERSION, sealed);
        let said = opened.map(|text| serde_json::from_str::<Event>(text.as_disclosed()).ok());
        match (said, self.event()) {
            (Ok(Some(said)), Ok(event)) if said == event => Seal::Whole,
            _ => Seal::Broken,
        }
    }
}

/// Adds an entry. It takes the next position, which nobody else can take before the transaction ends: so it comes last.
pub(crate) async fn append(
    writer: &mut PlatformWriter,
    id: EventId,
    actor: &Actor,
    caller: &Caller,
    tenant: Option<TenantId>,
    entry: &AuditEntry,
) -> Result<()> {
    let event = Event {
        id,
        tenant_id: tenant,
        action: entry.action.to_owned(),
        actor_kind: actor.kind().to_owned(),
        actor_id: actor.uuid(),
        actor_name: actor.name().to_owned(),
        target_kind: entry.target_kind.to_owned(),
        target_id: entry.target_id.clone(),
        detail: entry.detail.clone(),
        ip: caller.ip.map(|ip| ip.to_string()),
        request_id: caller.request_id.clone(),
        at: now(),
    };
    let position = sqlx::query_scalar!(
        r#"INSERT INTO platform.event_log AS l (size) VALUES (1)
           ON CONFLICT (is_only) DO UPDATE SET size = l.size + 1 RETURNING l.size - 1 AS "position!""#,
    )
    .fetch_one(writer.connection())
    .await?;
    let said = serde_json::to_string(&event)?;
    let sealed = EVENTS.row(writer.own_keys(), position).seal("entry", &said);
    sqlx::query!(
        "INSERT INTO platform.events (id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id,
                                      detail, ip, request_id, at, position, entry)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        event.id.uuid(),
        tenant.map(Uuid::from),
        event.action,
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.target_kind,
        event.target_id,
        event.detail,
        event.ip,
        event.request_id,
        event.at,
        position,
        sealed,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The next entries from a position on, in their order.
pub async fn from_position(
    reader: &mut PlatformReader,
    position: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let (connection, keyring) = reader.parts();
    rows(connection, keyring, position, limit).await
}

/// The same, for whoever has no reader yet.
pub(crate) async fn rows(
    connection: &mut PgConnection,
    keyring: &Keyring,
    position: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT position, id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id,
                detail::text AS "detail!", ip, request_id, at, entry
         FROM platform.events WHERE position >= $1 ORDER BY position LIMIT $2"#,
        position,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let entry = |row: Row| Entry {
        position: row.position,
        leaf: row.leaf(),
        seal: row.seal(keyring),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Entries that the log has had so far; none of them stands outside of the positions that are counted, or the answer is
/// none.
pub async fn size(reader: &mut PlatformReader) -> Result<Option<i64>> {
    let row = sqlx::query!(
        r#"SELECT coalesce((SELECT size FROM platform.event_log), 0) AS "size!",
                  EXISTS (SELECT FROM platform.events WHERE position < 0) AS "strays!""#,
    )
    .fetch_one(reader.connection())
    .await?;
    Ok((!row.strays).then_some(row.size))
}

/// A page of entries, newest first.
pub async fn list(
    reader: &mut PlatformReader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Event>> {
    let after: Option<Uuid> = page
        .cursor
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| Error::Cursor)?;
    let tenant: Option<Uuid> = match filter.tenant.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::Cursor)?),
    };
    let rows = sqlx::query!(
        "SELECT id, tenant_id, action, actor_kind, actor_id, actor_name, target_kind, target_id, detail, ip, request_id, at
         FROM platform.events
         WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR tenant_id = $2)
           AND ($3 = '' OR starts_with(action, $3)) AND ($4::text IS NULL OR actor_name ILIKE $4)
         ORDER BY id DESC LIMIT $5",
        after,
        tenant,
        crate::cursor::searchable(filter.action.trim()),
        crate::cursor::contains(&filter.actor),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| Event {
            id: row.id.into(),
            tenant_id: row.tenant_id.map(TenantId::from),
            action: row.action,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            target_kind: row.target_kind,
            target_id: row.target_id,
            detail: row.detail,
            ip: row.ip,
            request_id: row.request_id,
            at: row.at,
        })
        .collect();
    Ok(Page::from_surplus(rows, page.rows(), |event| {
        event.id.to_string()
    }))
}
