//! Single-use mailed links.

use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use uuid::Uuid;

use crate::{Error, PlatformReader, PlatformWriter, Result};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To open an account for the first time.
    Invitation,
    /// To set a new password.
    Reset,
    /// To take away what somebody else added to an account: its app and passkeys of this time or later.
    Disown {
        /// When the first of them was added.
        since: DateTime<Utc>,
    },
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Disown { .. } => "disown",
        }
    }

    const fn since(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Disown { since } => Some(since),
            Self::Invitation | Self::Reset => None,
        }
    }
}

/// Whose account a link opens, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// The tenant of the account; absent for an operator's.
    pub tenant_id: Option<TenantId>,
    /// The account.
    pub subject_id: Uuid,
}

/// Keeps a link by the hash of its token. Earlier links of the account for the same purpose die, but for those that disown
/// something: each names something else.
pub async fn insert(
    writer: &mut PlatformWriter,
    token_hash: &[u8],
    link: &Link,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let purpose = link.purpose.as_str();
    sqlx::query!(
        "DELETE FROM platform.links WHERE subject_id = $1 AND purpose = $2 AND purpose <> 'disown'",
        link.subject_id,
        purpose
    )
    .execute(writer.connection())
    .await?;
    sqlx::query!(
        "INSERT INTO platform.links (token_hash, purpose, realm, tenant_id, subject_id, expires_at, factors_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
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
        link.purpose.since(),
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
        "SELECT purpose, tenant_id, subject_id, factors_since FROM platform.links
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        token_hash,
        now,
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(|row| {
        let purpose = match (row.purpose.as_str(), row.factors_since) {
            ("invitation", _) => Purpose::Invitation,
            ("reset", _) => Purpose::Reset,
            ("disown", Some(since)) => Purpose::Disown { since },
            (other, _) => return Err(Error::Corrupt(format!("a link for {other}"))),
        };
        Ok(Link {
            purpose,
            tenant_id: row.tenant_id.map(TenantId::from),
            subject_id: row.subject_id,
        })
    })
    .transpose()
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

/// Every link of an account dies, but for those that disown something: whoever is disowned must not be able to.
pub async fn revoke(writer: &mut PlatformWriter, subject: Uuid) -> Result<()> {
    sqlx::query!(
        "DELETE FROM platform.links WHERE subject_id = $1 AND purpose <> 'disown'",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
