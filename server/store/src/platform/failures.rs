//! Failed sign-ins, counted by what was tried and by where from.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{PlatformWriter, Result, platform::sessions};

/// Failures of one subject since its window began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i32,
    /// The latest.
    pub last_at: DateTime<Utc>,
}

/// What is known of a subject; windows that ended are forgotten. Whoever else asks for it waits until the transaction
/// ends, also where nothing is known yet.
pub async fn lock(
    writer: &mut PlatformWriter,
    subject: &str,
    now: DateTime<Utc>,
    window: TimeDelta,
) -> Result<Option<Failures>> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended('tenantry/failures/' || $1, 0))",
        subject
    )
    .execute(writer.connection())
    .await?;
    let row = sqlx::query_as!(
        Failures,
        "SELECT failures AS count, last_at FROM platform.sign_in_failures WHERE subject = $1 AND last_at > $2",
        subject,
        now - window,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(row)
}

/// Counts one more; a window that ended begins anew.
pub async fn count(
    writer: &mut PlatformWriter,
    subject: &str,
    now: DateTime<Utc>,
    window: TimeDelta,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO platform.sign_in_failures AS f (subject, failures, first_at, last_at) VALUES ($1, 1, $2, $2)
         ON CONFLICT (subject) DO UPDATE SET
             failures = CASE WHEN f.last_at > $3 THEN f.failures + 1 ELSE 1 END,
             first_at = CASE WHEN f.last_at > $3 THEN f.first_at ELSE $2 END,
             last_at = $2",
        subject,
        now,
        now - window,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets a subject after it succeeded.
pub async fn forget(writer: &mut PlatformWriter, subject: &str) -> Result<()> {
    sqlx::query!(
        "DELETE FROM platform.sign_in_failures WHERE subject = $1",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Counts one less.
pub async fn take_back(writer: &mut PlatformWriter, subject: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.sign_in_failures SET failures = failures - 1 WHERE subject = $1 AND failures > 0",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Removes what is older than a day, with expired sessions, links and tokens, and what sessions kept for a page that did not
/// come; run by schedule.
pub async fn sweep(writer: &mut PlatformWriter, now: DateTime<Utc>) -> Result<u64> {
    let day_ago = now - TimeDelta::days(1);
    let mut swept = 0;
    swept += sqlx::query!(
        "DELETE FROM platform.sign_in_failures WHERE last_at < $1",
        day_ago
    )
    .execute(writer.connection())
    .await?
    .rows_affected();
    swept += sqlx::query!("DELETE FROM platform.sessions WHERE expires_at < $1", now)
        .execute(writer.connection())
        .await?
        .rows_affected();
    swept += sqlx::query!(
        "UPDATE platform.sessions SET kept = NULL, kept_at = NULL WHERE kept IS NOT NULL AND kept_at < $1",
        now - sessions::KEPT,
    )
    .execute(writer.connection())
    .await?
    .rows_affected();
    swept += sqlx::query!(
        "DELETE FROM platform.refresh_tokens WHERE expires_at < $1",
        now
    )
    .execute(writer.connection())
    .await?
    .rows_affected();
    swept += sqlx::query!("DELETE FROM platform.links WHERE expires_at < $1", day_ago)
        .execute(writer.connection())
        .await?
        .rows_affected();
    swept += sqlx::query!(
        "DELETE FROM platform.idempotent_answers WHERE created_at < $1",
        day_ago
    )
    .execute(writer.connection())
    .await?
    .rows_affected();
    Ok(swept)
}
