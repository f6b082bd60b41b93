//! Entries of the log that have expired: what they said is gone, their leaves are kept.
//!
//! No role that serves requests may remove an entry. Whoever owns the tables does, and no request ever is the owner.

use chrono::{DateTime, Utc};
use contract::{audit::Event, retention::Retention};
use sqlx::Connection;
use vault::log::Hash;

use super::events;
use crate::{AuditEntry, Database, Error, Result, TenantReader, TenantScope, TenantWriter};

/// Entries whose leaves are kept in one statement.
const BATCH: i64 = 1_000;

/// What is left of an expired entry.
#[derive(Debug)]
pub struct Expired {
    /// Its position.
    pub position: i64,
    /// What stands for it in the tree of the log.
    pub leaf: Hash,
}

/// How long entries are kept.
pub async fn get(reader: &mut TenantReader) -> Result<Retention> {
    let days = sqlx::query_scalar!("SELECT log_days FROM settings")
        .fetch_one(reader.connection())
        .await?;
    Ok(Retention { days })
}

/// Changes how long entries are kept.
pub async fn update(writer: &mut TenantWriter, retention: Retention) -> Result<()> {
    sqlx::query!(
        "UPDATE settings SET log_days = $1, updated_at = now()",
        retention.days
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The newest entry with one of these actions.
pub async fn newest(reader: &mut TenantReader, actions: &[&str]) -> Result<Option<Event>> {
    let keyring = reader.keyring()?;
    let actions: Vec<String> = actions.iter().map(ToString::to_string).collect();
    let row = sqlx::query!(
        "SELECT position, entry, key_version FROM events WHERE action = ANY ($1) ORDER BY position DESC LIMIT 1",
        &actions,
    )
    .fetch_optional(reader.connection())
    .await?;
    let opened = row.map(|row| events::opened(&keyring, row.position, row.key_version, &row.entry));
    let event = opened.transpose()?;
    // What is found by a column is what was sealed, or nothing.
    Ok(event.filter(|event| actions.contains(&event.action)))
}

/// The first position from which on an entry is from this time or later; the size of the log if none is.
pub async fn first_since(reader: &mut TenantReader, time: DateTime<Utc>) -> Result<i64> {
    let first = sqlx::query_scalar!(
        "SELECT position FROM events WHERE at >= $1 ORDER BY position LIMIT 1",
        time
    )
    .fetch_optional(reader.connection())
    .await?;
    match first {
        Some(first) => Ok(first),
        None => events::size(reader).await,
    }
}

/// Leaves of expired entries from a position on, in their order, without those from `before` on.
pub async fn from_position(
    reader: &mut TenantReader,
    position: i64,
    before: i64,
    limit: i64,
) -> Result<Vec<Expired>> {
    let rows = sqlx::query!(
        "SELECT position, leaf FROM expired_events WHERE position >= $1 AND position < $2
         ORDER BY position LIMIT $3",
        position,
        before,
        limit,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter();
    rows.map(|row| {
        let leaf = Hash::try_from(row.leaf.as_slice());
        Ok(Expired {
            position: row.position,
            leaf: leaf.map_err(|_| Error::Corrupt(format!("leaf {} of the log", row.position)))?,
        })
    })
    .collect()
}

/// Keeps the leaves of the entries before a position and says so in the log, then removes these entries; how many. What
/// dies between the two is done by the next call. No act of anybody, and of a suspended tenant's log as well.
pub async fn expire(
    database: &Database,
    scope: &TenantScope,
    before: i64,
    entry: AuditEntry,
) -> Result<u64> {
    let mut writer = database.write_anyway(scope).await?;
    if keep_leaves(&mut writer, before).await? {
        writer.commit(entry).await?;
    }
    database.remove_expired(scope, before).await
}

/// Answers whether there were any that were not kept yet. The role of a tenant may add rows here: a leaf that is another
/// than the entry's stops everything, or the entry would go and take the proof along.
async fn keep_leaves(writer: &mut TenantWriter, before: i64) -> Result<bool> {
    let (mut position, mut is_news) = (0, false);
    loop {
        let mut entries = events::from_position(writer, position, BATCH).await?;
        entries.retain(|entry| entry.position < before);
        let Some(last) = entries.last() else {
            return Ok(is_news);
        };
        position = last.position + 1;
        let leaf = |entry: &events::Entry| (entry.position, entry.leaf().to_vec());
        let (positions, leaves): (Vec<i64>, Vec<Vec<u8>>) = entries.iter().map(leaf).unzip();
        let added = sqlx::query!(
            "INSERT INTO expired_events (position, leaf) SELECT * FROM unnest($1::bigint[], $2::bytea[])
             ON CONFLICT DO NOTHING",
            &positions,
            &leaves,
        )
        .execute(writer.connection())
        .await?;
        is_news |= added.rows_affected() > 0;
        let other = sqlx::query_scalar!(
            "SELECT x.position FROM expired_events x JOIN unnest($1::bigint[], $2::bytea[]) AS e (position, leaf)
                 ON e.position = x.position WHERE e.leaf <> x.leaf ORDER BY 1 LIMIT 1",
            &positions,
            &leaves,
        )
        .fetch_optional(writer.connection())
        .await?;
        if let Some(position) = other {
            return Err(Error::Corrupt(format!("leaf {position} of the log")));
        }
    }
}

impl Database {
    /// Removes the entries before a position whose leaves are kept: the owner of the tables does.
    async fn remove_expired(&self, scope: &TenantScope, before: i64) -> Result<u64> {
        let mut owner = self.owner_inside(scope).await?;
        let removed = sqlx::query!(
            "DELETE FROM events e USING expired_events x WHERE x.position = e.position AND e.position < $1",
            before,
        )
        .execute(&mut owner)
        .await?;
        owner.close().await?;
        Ok(removed.rows_affected())
    }
}
