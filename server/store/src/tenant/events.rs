//! A tenant's own log. Nothing here changes or removes an entry, and no role of the database could.
//!
//! An entry is sealed as a whole, bound to its position. The columns beside it repeat parts of it, so that it is found.
//! A hash of what it says stands beside it too, so that an export can be checked without the key (decision 0012).

use std::fmt::Write;

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    audit::{Event, EventFilter},
    ids::EventKind,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use vault::{
    Keyring,
    log::{Hash, commitment, entry_leaf, leaf},
};

use super::{as_array, personal::EVENTS};
use crate::{
    AuditEntry, Error, Result, TenantReader, TenantWriter, cursor::searchable, transaction::now,
};

/// What is sealed of an entry.
#[derive(Serialize, Deserialize)]
struct Said<E> {
    /// 128 random bits, so that the hash of the text tells nothing of it. Entries from before there was one have none.
    #[serde(default)]
    salt: Option<String>,
    #[serde(flatten)]
    event: E,
}

/// An entry that opened and is what the columns beside it say.
#[derive(Debug)]
pub struct Told {
    /// The very text that was sealed, to which the entry commits.
    pub said: String,
    /// The same, read.
    pub event: Event,
}

/// Adds an entry in the name of the transaction's actor. It takes the next position, which nobody else can take before
/// the transaction ends: so it comes last.
pub(crate) async fn append(writer: &mut TenantWriter, entry: &AuditEntry) -> Result<()> {
    let event = event(writer, entry);
    let keyring = writer.keyring()?;
    let said = said(&event)?;
    let position = take_positions(writer, 1).await?;
    let (sealed, actor_terms) = sealed(&keyring, position, &said)?;
    let commitment = commitment(&said);
    sqlx::query!(
        "INSERT INTO events (id, position, action, actor_kind, actor_id, target_kind, target_id, request_id, at,
                             entry, actor_terms, key_version, commitment)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        event.id.uuid(),
        position,
        event.action,
        event.actor_kind,
        event.actor_id,
        event.target_kind,
        event.target_id,
        event.request_id,
        event.at,
        sealed,
        &actor_terms,
        keyring.version(),
        commitment.as_slice(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Adds many entries in the same way, in one statement.
pub(crate) async fn append_many(writer: &mut TenantWriter, entries: &[AuditEntry]) -> Result<()> {
    let keyring = writer.keyring()?;
    let events: Vec<Event> = entries.iter().map(|entry| event(writer, entry)).collect();
    let many = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let positions: Vec<i64> = (take_positions(writer, many).await?..)
        .take(events.len())
        .collect();
    let (mut entries, mut terms) = (Vec::new(), Vec::new());
    let mut commitments = Vec::new();
    for (event, position) in events.iter().zip(&positions) {
        let said = said(event)?;
        let (sealed, actor_terms) = sealed(&keyring, *position, &said)?;
        entries.push(sealed);
        terms.push(as_array(&actor_terms));
        commitments.push(commitment(&said).to_vec());
    }
    let ids: Vec<Uuid> = events.iter().map(|event| event.id.uuid()).collect();
    let actions: Vec<&str> = events.iter().map(|event| &*event.action).collect();
    let kinds: Vec<&str> = events.iter().map(|event| &*event.actor_kind).collect();
    let actors: Vec<Option<Uuid>> = events.iter().map(|event| event.actor_id).collect();
    let nouns: Vec<&str> = events.iter().map(|event| &*event.target_kind).collect();
    let targets: Vec<&str> = events.iter().map(|event| &*event.target_id).collect();
    let requests: Vec<Option<&str>> = events
        .iter()
        .map(|event| event.request_id.as_deref())
        .collect();
    let times: Vec<DateTime<Utc>> = events.iter().map(|event| event.at).collect();
    sqlx::query!(
        "INSERT INTO events (id, position, action, actor_kind, actor_id, target_kind, target_id, request_id, at,
                             entry, actor_terms, commitment, key_version)
         SELECT id, position, action, actor_kind, actor_id, target_kind, target_id, request_id, at,
                entry, actor_terms::bigint[], commitment, $13
         FROM UNNEST($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                     $9::timestamptz[], $10::bytea[], $11::text[], $12::bytea[])
              AS t (id, position, action, actor_kind, actor_id, target_kind, target_id, request_id, at,
                    entry, actor_terms, commitment)",
        &ids,
        &positions,
        actions as _,
        kinds as _,
        actors as _,
        nouns as _,
        targets as _,
        requests as _,
        &times,
        &entries,
        &terms,
        &commitments,
        keyring.version(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// What is kept of an entry, in the name of the transaction's actor.
fn event(writer: &TenantWriter, entry: &AuditEntry) -> Event {
    let (actor, caller) = (writer.actor(), writer.caller());
    Event {
        id: writer.new_id::<EventKind>().id(),
        tenant_id: Some(writer.tenant()),
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
    }
}

fn said(event: &Event) -> Result<String> {
    let salt = Some(salt());
    Ok(serde_json::to_string(&Said { salt, event })?)
}

/// Takes so many positions at the end of the log; answers with the first.
async fn take_positions(writer: &mut TenantWriter, many: i64) -> Result<i64> {
    let first = sqlx::query_scalar!(
        r#"INSERT INTO event_log AS l (size) VALUES ($1)
           ON CONFLICT (tenant_id) DO UPDATE SET size = l.size + $1 RETURNING l.size - $1 AS "position!""#,
        many,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(first)
}

/// A page of entries, newest first; the filter's `tenant` is the operators' and means nothing here.
pub async fn list(
    reader: &mut TenantReader,
    filter: &EventFilter,
    page: &PageRequest,
) -> Result<Page<Event>> {
    let after = page.cursor.as_deref().map(str::parse::<Uuid>);
    let after = after.transpose().map_err(|_| Error::Cursor)?;
    let keyring = reader.keyring()?;
    let actor = keyring.search_query(&EVENTS, &filter.actor);
    let rows = sqlx::query!(
        "SELECT position, entry, key_version FROM events
         WHERE ($1::uuid IS NULL OR id < $1)
           AND starts_with(action, $2) AND ($3::bigint[] IS NULL OR actor_terms @> $3)
         ORDER BY id DESC LIMIT $4",
        after,
        searchable(filter.action.trim()),
        actor.as_deref(),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let events = rows
        .into_iter()
        .map(|row| opened(&keyring, row.position, row.key_version, &row.entry));
    let events = events.collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(events, page.rows(), |event| {
        event.id.to_string()
    }))
}

/// An entry that says this, sealed for its position, and the hashes by which it is found.
pub(crate) fn sealed(keyring: &Keyring, position: i64, said: &str) -> Result<(Vec<u8>, Vec<i64>)> {
    let event: Event = serde_json::from_str(said)?;
    let sealed = EVENTS.row(keyring, position).seal("entry", said);
    Ok((sealed, actor_terms(keyring, &event)))
}

fn salt() -> String {
    let salt: [u8; 16] = crate::random_bytes();
    salt.iter().fold(String::new(), |mut text, byte| {
        // A text takes whatever is written.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn actor_terms(keyring: &Keyring, event: &Event) -> Vec<i64> {
    keyring.search_terms(&EVENTS, &[Some(&event.actor_name)])
}

pub(crate) fn opened(
    keyring: &Keyring,
    position: i64,
    key_version: i32,
    entry: &[u8],
) -> Result<Event> {
    let row = EVENTS.row(keyring, position);
    let said = row.open("entry", key_version, entry)?;
    Ok(serde_json::from_str(said.as_disclosed())?)
}

/// One entry as it is in the table, for whoever proves the log.
#[derive(Debug)]
pub struct Entry {
    /// From 0, without gaps.
    pub position: i64,
    key_version: i32,
    id: Uuid,
    action: String,
    actor_kind: String,
    actor_id: Option<Uuid>,
    target_kind: String,
    target_id: String,
    request_id: Option<String>,
    at: DateTime<Utc>,
    sealed: Vec<u8>,
    actor_terms: Vec<i64>,
    commitment: Option<Vec<u8>>,
}

impl Entry {
    /// What stands for the entry in the tree of the log.
    pub fn leaf(&self) -> Hash {
        let (Some(commitment), Ok(position)) = (self.commitment(), self.position.try_into()) else {
            return leaf(&self.row());
        };
        entry_leaf(position, &commitment, &self.row_hash())
    }

    /// What an entry commits to; none for one that is from before there were commitments.
    pub fn commitment(&self) -> Option<Hash> {
        Hash::try_from(self.commitment.as_deref()?).ok()
    }

    /// A hash of all columns but the commitment.
    pub fn row_hash(&self) -> Hash {
        Sha256::digest(self.row()).into()
    }

    /// Every column but the commitment, each text after its length.
    fn row(&self) -> Vec<u8> {
        let mut row = b"tenantry/entry/1".to_vec();
        row.extend_from_slice(&self.position.to_be_bytes());
        row.extend_from_slice(&self.key_version.to_be_bytes());
        row.extend_from_slice(self.id.as_bytes());
        row.extend_from_slice(self.actor_id.unwrap_or_default().as_bytes());
        row.extend_from_slice(&self.at.timestamp_micros().to_be_bytes());
        let texts = [
            self.action.as_bytes(),
            self.actor_kind.as_bytes(),
            self.target_kind.as_bytes(),
            self.target_id.as_bytes(),
            self.request_id.as_deref().unwrap_or_default().as_bytes(),
            &self.sealed,
        ];
        for text in texts {
            row.extend_from_slice(&(text.len() as u64).to_be_bytes());
            row.extend_from_slice(text);
        }
        for term in &self.actor_terms {
            row.extend_from_slice(&term.to_be_bytes());
        }
        row
    }

    /// What it says; none unless it opens at its position, the columns repeat it, and it is what was committed to.
    pub fn told(&self, keyring: &Keyring) -> Option<Told> {
        let row = EVENTS.row(keyring, self.position);
        let said = row
            .open("entry", self.key_version, &self.sealed)
            .ok()?
            .disclose();
        let Said { salt, event } = serde_json::from_str::<Said<Event>>(&said).ok()?;
        let committed = salt.map(|_| commitment(&said).to_vec());
        let is_genuine = event.id.uuid() == self.id
            && event.action == self.action
            && event.actor_kind == self.actor_kind
            && event.actor_id == self.actor_id
            && event.target_kind == self.target_kind
            && event.target_id == self.target_id
            && event.request_id == self.request_id
            && event.at == self.at
            && actor_terms(keyring, &event) == self.actor_terms
            && committed == self.commitment;
        is_genuine.then_some(Told { said, event })
    }
}

/// The next entries from a position on, in their order.
pub async fn from_position(
    reader: &mut TenantReader,
    position: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let entries = sqlx::query_as!(
        Entry,
        "SELECT position, key_version, id, action, actor_kind, actor_id, target_kind, target_id, request_id, at,
                entry AS sealed, actor_terms, commitment
         FROM events WHERE position >= $1 ORDER BY position LIMIT $2",
        position,
        limit,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(entries)
}

/// Whether there are entries outside of the positions that are counted.
pub async fn has_strays(reader: &mut TenantReader) -> Result<bool> {
    let strays = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM events WHERE position < 0) AS "strays!""#
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(strays)
}

/// Entries that the log has had so far.
pub async fn size(reader: &mut TenantReader) -> Result<i64> {
    let size = sqlx::query_scalar!("SELECT size FROM event_log")
        .fetch_optional(reader.connection())
        .await?;
    Ok(size.unwrap_or_default())
}

/// Whether a user of the tenant ever did this.
pub async fn was_done_by_user(reader: &mut TenantReader, action: &str) -> Result<bool> {
    let done = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM events WHERE action = $1 AND actor_kind = 'user') AS "done!""#,
        action,
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(done)
}
