//! Single-use mailed links.

use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use uuid::Uuid;

use crate::{Error, PlatformReader, PlatformWriter, Result};

/// Whose account a link opens, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Whether it is an invitation; otherwise it resets a password.
    pub is_invitation: bool,
    /// The tenant of the account; absent for an operator's.
    pub tenant_id: Option<TenantId>,
    /// The account.
    pub subject_id: Uuid,
}

/// Keeps a link by the hash of its token. Earlier links of the account for the same purpose die.
pub async fn insert(
    writer: &mut PlatformWriter,
    token_hash: &[u8],
    link: &Link,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let purpose = purpose(link.is_invitation);
    sqlx::query!(
        "DELETE FROM platform.links WHERE subject_id = $1 AND purpose = $2",
        link.subject_id,
        purpose
    )
    .execute(writer.connection())
    .await?;
    sqlx::query!(
        "INSERT INTO platform.links (token_hash, purpose, realm, tenant_id, subject_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        token_hash,
        purpose,
        if link.tenant_id.is_some() {
            "tenant"
        } else {
            "operator"
        },
        link.tenant_id.map(Uuid::from),
        link.subject_id,
        expires_at,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The link of a token that was not used yet and has not expired.
pub async fn find(
    reader: &mut PlatformReader,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Link>> {
    let row = sqlx::query!(
        "SELECT purpose, tenant_id, subject_id FROM platform.links
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        token_hash,
        now,
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| Link {
        is_invitation: row.purpose == "invitation",
        tenant_id: row.tenant_id.map(TenantId::from),
        subject_id: row.subject_id,
    }))
}

/// Uses a link up; of two who try at once, one succeeds and the other is [`Error::ChangedMeanwhile`].
pub async fn consume(
    writer: &mut PlatformWriter,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    let used = sqlx::query!(
        "UPDATE platform.links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        token_hash,
        now,
    )
    .execute(writer.connection())
    .await?;
    if used.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile)
    }
}

/// Every link of an account dies.
pub async fn revoke(writer: &mut PlatformWriter, subject: Uuid) -> Result<()> {
    sqlx::query!("DELETE FROM platform.links WHERE subject_id = $1", subject)
        .execute(writer.connection())
        .await?;
    Ok(())
}

fn purpose(is_invitation: bool) -> &'static str {
    if is_invitation { "invitation" } else { "reset" }
}
