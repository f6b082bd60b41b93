//! Servers of tenants that get the tenant's log, and how far each is.

use std::time::Duration;

use chrono::{DateTime, Utc};
use contract::{Sensitive, ids::TenantId};
use uuid::Uuid;
use vault::{Row, Table};

use crate::{Database, PlatformReader, PlatformWriter, Result};

/// Sealed with a key of the platform, that has one version.
static RECEIVERS: Table = Table::new("log_receivers", &["url", "secret", "old_secret"], &[]);
const KEY_VERSION: i32 = 1;

/// A receiver, opened.
#[derive(Debug, Clone)]
pub struct ReceiverRow {
    /// Its address.
    pub url: Sensitive<String>,
    /// What messages are signed with.
    pub secret: Sensitive<String>,
    /// When that was made.
    pub secret_made_at: DateTime<Utc>,
    /// The secret before, and until when it signs as well.
    pub old_secret: Option<(Sensitive<String>, DateTime<Utc>)>,
    /// Whether it gets anything.
    pub is_on: bool,
    /// Entries that a signed head covers.
    pub signed: i64,
    /// Entries that were delivered.
    pub sent: i64,
    /// Entries that the newest delivered head covers.
    pub head_sent: i64,
    /// When something was delivered last.
    pub sent_at: Option<DateTime<Utc>>,
    /// Attempts that failed since one did not.
    pub failures: i32,
    /// Why the newest failed.
    pub error: Option<String>,
    /// When the next may be made.
    pub not_before: DateTime<Utc>,
    /// Whether a test waits.
    pub test_wanted: bool,
    /// When the newest test was made.
    pub tested_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub test_error: Option<String>,
    /// Whose turn it is. What is learned of a message counts while it is the turn that the message was made in.
    pub turn: Option<Uuid>,
}

/// One carrier's time with a receiver. What it learns counts, and what it gives back is its own, as long as it has lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Whose receiver.
    pub tenant: TenantId,
    /// Another with each carrier, and with each change of the receiver; none before the first.
    pub turn: Option<Uuid>,
}

/// How far a receiver comes by a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// From so many entries to so many.
    Entries {
        /// Entries before.
        from: i64,
        /// Entries afterwards.
        to: i64,
    },
    /// To the head over so many entries.
    Head(i64),
}

/// The receiver of a tenant, if there is one.
pub async fn find(reader: &mut PlatformReader, tenant: TenantId) -> Result<Option<ReceiverRow>> {
    let row = sqlx::query!(
        "SELECT url, secret, secret_made_at, old_secret, old_secret_until, is_on, signed, sent, head_sent, sent_at,
                failures, error, not_before, test_wanted, tested_at, test_error, turn
         FROM platform.log_receivers WHERE tenant_id = $1",
        tenant.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let sealing = sealing(reader, tenant);
    row.map(|row| {
        let old_secret = row.old_secret.as_deref();
        let old_secret = sealing.open_option("old_secret", KEY_VERSION, old_secret)?;
        Ok(ReceiverRow {
            url: sealing.open("url", KEY_VERSION, &row.url)?,
            secret: sealing.open("secret", KEY_VERSION, &row.secret)?,
            secret_made_at: row.secret_made_at,
            old_secret: old_secret.zip(row.old_secret_until),
            is_on: row.is_on,
            signed: row.signed,
            sent: row.sent,
            head_sent: row.head_sent,
            sent_at: row.sent_at,
            failures: row.failures,
            error: row.error,
            not_before: row.not_before,
            test_wanted: row.test_wanted,
            tested_at: row.tested_at,
            test_error: row.test_error,
            turn: row.turn,
        })
    })
    .transpose()
}

/// The same, and nobody else changes it before the transaction ends.
pub async fn hold(writer: &mut PlatformWriter, tenant: TenantId) -> Result<Option<ReceiverRow>> {
    sqlx::query!(
        "SELECT FROM platform.log_receivers WHERE tenant_id = $1 FOR UPDATE",
        tenant.uuid()
    )
    .fetch_optional(writer.connection())
    .await?;
    find(writer, tenant).await
}

/// Keeps a new receiver, which gets the entries after the first `size`; answers whether there was none.
pub async fn insert(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    (url, is_on): (&str, bool),
    secret: &Sensitive<String>,
    size: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sealing = sealing(writer, tenant);
    let (url, secret) = (
        sealing.seal("url", url),
        sealing.seal("secret", secret.as_disclosed()),
    );
    let done = sqlx::query!(
        "INSERT INTO platform.log_receivers (tenant_id, url, secret, secret_made_at, is_on, signed, sent, head_sent,
                                             not_before)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $4) ON CONFLICT DO NOTHING",
        tenant.uuid(),
        url,
        secret,
        now,
        is_on,
        size,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes where it is and whether it is on. What failed before counts no more, nor what is under way to where it was.
pub async fn update(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    (url, is_on): (&str, bool),
    now: DateTime<Utc>,
) -> Result<()> {
    let url = sealing(writer, tenant).seal("url", url);
    sqlx::query!(
        "UPDATE platform.log_receivers SET url = $2, is_on = $3, failures = 0, error = NULL, not_before = $4,
                tested_at = NULL, test_error = NULL, test_wanted = false, turn = gen_random_uuid(), taken_until = NULL
         WHERE tenant_id = $1",
        tenant.uuid(),
        url,
        is_on,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Puts a new secret in the place of one, which signs as well until a time.
pub async fn set_secret(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    secret: &Sensitive<String>,
    old: (&Sensitive<String>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<()> {
    let sealing = sealing(writer, tenant);
    let secret = sealing.seal("secret", secret.as_disclosed());
    let old_secret = sealing.seal("old_secret", old.0.as_disclosed());
    sqlx::query!(
        "UPDATE platform.log_receivers SET secret = $2, secret_made_at = $3, old_secret = $4, old_secret_until = $5
         WHERE tenant_id = $1",
        tenant.uuid(),
        secret,
        now,
        old_secret,
        old.1,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Has a test sent.
pub async fn want_test(writer: &mut PlatformWriter, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.log_receivers SET test_wanted = true WHERE tenant_id = $1",
        tenant.uuid()
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets a receiver; answers whether there was one.
pub async fn delete(writer: &mut PlatformWriter, tenant: TenantId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM platform.log_receivers WHERE tenant_id = $1",
        tenant.uuid()
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a signed head covers so many entries: those may be sent. Answers with how many a receiver that is on was told of
/// before, if there is one.
pub async fn note_signed(database: &Database, tenant: TenantId, size: u64) -> Result<Option<u64>> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let mut writer = database.platform_write().await?;
    // The query sees the row as it was.
    let before = sqlx::query_scalar!(
        "WITH raised AS (UPDATE platform.log_receivers SET signed = $2 WHERE tenant_id = $1 AND signed < $2)
         SELECT signed FROM platform.log_receivers WHERE tenant_id = $1 AND is_on",
        tenant.uuid(),
        size,
    )
    .fetch_optional(writer.connection())
    .await?;
    writer.commit_bookkeeping().await?;
    Ok(before.map(|before| u64::try_from(before).unwrap_or_default()))
}

/// Stops a receiver for good, until its tenant does something about it; answers whether it was on.
pub async fn stop(writer: &mut PlatformWriter, tenant: TenantId, why: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE platform.log_receivers SET is_on = false, error = $2, turn = gen_random_uuid(), taken_until = NULL
         WHERE tenant_id = $1 AND is_on",
        tenant.uuid(),
        why,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets secrets that sign nothing any more; answers with how many.
pub async fn sweep(writer: &mut PlatformWriter, now: DateTime<Utc>) -> Result<u64> {
    let forgotten = sqlx::query!(
        "UPDATE platform.log_receivers SET old_secret = NULL, old_secret_until = NULL WHERE old_secret_until <= $1",
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(forgotten.rows_affected())
}

/// Takes the receivers that are due, for so long by the clock of the database, which all carriers have; nobody else takes them
/// meanwhile. Of a tenant that nobody gets into nothing goes out.
pub async fn take_due(
    database: &Database,
    now: DateTime<Utc>,
    lease: Duration,
    limit: i64,
) -> Result<Vec<Turn>> {
    let mut writer = database.platform_write().await?;
    let turns = sqlx::query!(
        "UPDATE platform.log_receivers SET taken_until = now() + make_interval(secs => $2), turn = gen_random_uuid()
         WHERE tenant_id IN (
             SELECT r.tenant_id FROM platform.log_receivers r JOIN platform.tenants t ON t.id = r.tenant_id
             WHERE t.status IN ('active', 'suspended') AND (r.taken_until IS NULL OR r.taken_until <= now())
               AND (r.test_wanted OR (r.is_on AND (r.sent < r.signed OR r.head_sent < r.signed)
                                      AND r.not_before <= $1))
             ORDER BY r.not_before LIMIT $3 FOR UPDATE OF r SKIP LOCKED)
         RETURNING tenant_id, turn",
        now,
        lease.as_secs_f64(),
        limit,
    )
    .fetch_all(writer.connection())
    .await?;
    writer.commit_bookkeeping().await?;
    let turns = turns.into_iter().map(|row| Turn {
        tenant: row.tenant_id.into(),
        turn: row.turn,
    });
    Ok(turns.collect())
}

/// Lets others take a receiver, if it still is this turn.
pub async fn release(database: &Database, Turn { tenant, turn }: Turn) -> Result<()> {
    let mut writer = database.platform_write().await?;
    sqlx::query!(
        "UPDATE platform.log_receivers SET taken_until = NULL WHERE tenant_id = $1 AND turn IS NOT DISTINCT FROM $2",
        tenant.uuid(),
        turn,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}

/// Attempts that failed since one did not; none once it is another's turn.
pub async fn failures(
    reader: &mut PlatformReader,
    Turn { tenant, turn }: Turn,
) -> Result<Option<i32>> {
    let failures = sqlx::query_scalar!(
        "SELECT failures FROM platform.log_receivers WHERE tenant_id = $1 AND turn IS NOT DISTINCT FROM $2",
        tenant.uuid(),
        turn,
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(failures)
}

/// Notes that a message was delivered, and keeps the receiver for so long again; answers whether it was still the turn of
/// this message.
pub async fn note_sent(
    database: &Database,
    Turn { tenant, turn }: Turn,
    progress: Progress,
    now: DateTime<Utc>,
    lease: Duration,
) -> Result<bool> {
    let (from, sent, head) = match progress {
        Progress::Entries { from, to } => (Some(from), Some(to), None),
        Progress::Head(size) => (None, None, Some(size)),
    };
    let mut writer = database.platform_write().await?;
    let done = sqlx::query!(
        "UPDATE platform.log_receivers
         SET sent = coalesce($3, sent), head_sent = greatest(head_sent, $4), sent_at = $5, failures = 0, error = NULL,
             not_before = $5, taken_until = now() + make_interval(secs => $6)
         WHERE tenant_id = $1 AND turn IS NOT DISTINCT FROM $7 AND ($2::bigint IS NULL OR sent = $2)",
        tenant.uuid(),
        from,
        sent,
        head,
        now,
        lease.as_secs_f64(),
        turn,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await?;
    Ok(done.rows_affected() == 1)
}

/// Notes why a message was not delivered, and when the next attempt may be made.
pub async fn note_failed(
    database: &Database,
    Turn { tenant, turn }: Turn,
    why: &str,
    not_before: DateTime<Utc>,
) -> Result<()> {
    let mut writer = database.platform_write().await?;
    sqlx::query!(
        "UPDATE platform.log_receivers SET failures = failures + 1, error = $2, not_before = $3
         WHERE tenant_id = $1 AND turn IS NOT DISTINCT FROM $4",
        tenant.uuid(),
        why,
        not_before,
        turn,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}

/// Notes what became of a test.
pub async fn note_tested(
    database: &Database,
    Turn { tenant, turn }: Turn,
    now: DateTime<Utc>,
    error: Option<&str>,
) -> Result<()> {
    let mut writer = database.platform_write().await?;
    sqlx::query!(
        "UPDATE platform.log_receivers SET test_wanted = false, tested_at = $2, test_error = $3
         WHERE tenant_id = $1 AND turn IS NOT DISTINCT FROM $4",
        tenant.uuid(),
        now,
        error,
        turn,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}

fn sealing(reader: &PlatformReader, tenant: TenantId) -> Row<'_> {
    RECEIVERS.row(reader.own_keys(), Uuid::from(tenant))
}
