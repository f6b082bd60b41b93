//! Refresh tokens of the API: families of single-use tokens.

use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use uuid::Uuid;

use crate::{PlatformReader, PlatformWriter, Result};

/// What a refresh token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshToken {
    /// All tokens that came from one sign-in.
    pub family: Uuid,
    /// The tenant of the account; absent for an operator's.
    pub tenant_id: Option<TenantId>,
    /// The account.
    pub subject_id: Uuid,
    /// The account's access version at sign-in.
    pub access_version: i32,
    /// When its owner last proved who they are.
    pub proved_at: Option<DateTime<Utc>>,
}

/// What using a token came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// It was good, and is used up now.
    Good(RefreshToken),
    /// It had been used before: somebody has a copy, so the whole family ended.
    Replayed(RefreshToken),
    /// No such token, or expired.
    Unknown,
}

/// Keeps a token by its hash.
pub async fn insert(
    writer: &mut PlatformWriter,
    token_hash: &[u8],
    token: &RefreshToken,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO platform.refresh_tokens (token_hash, family, realm, tenant_id, subject_id, access_version,
                                              proved_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        token_hash,
        token.family,
        if token.tenant_id.is_some() { "tenant" } else { "operator" },
        token.tenant_id.map(Uuid::from),
        token.subject_id,
        token.access_version,
        token.proved_at,
        expires_at,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// What a token stands for, used or not, until it expires.
pub async fn find(
    reader: &mut PlatformReader,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<RefreshToken>> {
    let row = sqlx::query!(
        "SELECT family, tenant_id, subject_id, access_version, proved_at FROM platform.refresh_tokens
         WHERE token_hash = $1 AND expires_at > $2",
        token_hash,
        now,
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| RefreshToken {
        family: row.family,
        tenant_id: row.tenant_id.map(TenantId::from),
        subject_id: row.subject_id,
        access_version: row.access_version,
        proved_at: row.proved_at,
    }))
}

/// Uses a token up. The row is locked, so that of two who try at once the second is a replay.
pub async fn consume(
    writer: &mut PlatformWriter,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Used> {
    let row = sqlx::query!(
        "SELECT family, tenant_id, subject_id, access_version, proved_at, used_at FROM platform.refresh_tokens
         WHERE token_hash = $1 AND expires_at > $2 FOR UPDATE",
        token_hash,
        now,
    )
    .fetch_optional(writer.connection())
    .await?;
    let Some(row) = row else {
        return Ok(Used::Unknown);
    };
    let token = RefreshToken {
        family: row.family,
        tenant_id: row.tenant_id.map(TenantId::from),
        subject_id: row.subject_id,
        access_version: row.access_version,
        proved_at: row.proved_at,
    };
    if row.used_at.is_some() {
        sqlx::query!(
            "DELETE FROM platform.refresh_tokens WHERE family = $1",
            token.family
        )
        .execute(writer.connection())
        .await?;
        return Ok(Used::Replayed(token));
    }
    sqlx::query!(
        "UPDATE platform.refresh_tokens SET used_at = $2 WHERE token_hash = $1",
        token_hash,
        now
    )
    .execute(writer.connection())
    .await?;
    Ok(Used::Good(token))
}

/// Ends every family of an account.
pub async fn end_all(writer: &mut PlatformWriter, subject: Uuid) -> Result<()> {
    sqlx::query!(
        "DELETE FROM platform.refresh_tokens WHERE subject_id = $1",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// A fresh name for a family of tokens. Made here, where chance and ids live.
pub fn new_family() -> Uuid {
    crate::transaction::time_ordered_uuid()
}
