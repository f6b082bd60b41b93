//! Signed heads of a tenant's log.

use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use vault::log::{Frontier, Hash, Head};

use crate::{Database, Result, TenantReader, TenantScope};

/// A head as it is in the table: whoever could write there may have made it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// The head.
    pub head: Head,
    /// The edge of the tree at that size.
    pub frontier: Frontier,
    /// Over the head.
    pub signature: Vec<u8>,
}

pub(crate) struct Row {
    pub(crate) size: i64,
    pub(crate) root: Vec<u8>,
    pub(crate) peaks: Vec<u8>,
    pub(crate) signed_at: DateTime<Utc>,
    pub(crate) signature: Vec<u8>,
}

impl Row {
    /// What cannot be a head becomes one that nobody signed.
    pub(crate) fn read(self, tenant: TenantId) -> SignedHead {
        let size = u64::try_from(self.size).unwrap_or_default();
        SignedHead {
            frontier: Frontier::new(size, &self.peaks).unwrap_or_default(),
            head: Head {
                tenant,
                size,
                root: Hash::try_from(self.root.as_slice()).unwrap_or_default(),
                signed_at: self.signed_at,
            },
            signature: self.signature,
        }
    }
}

/// The newest head; none before the first was signed.
pub async fn newest(reader: &mut TenantReader) -> Result<Option<SignedHead>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT size, root, peaks, signed_at, signature FROM event_heads ORDER BY size DESC LIMIT 1",
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| row.read(reader.tenant())))
}

/// The next heads that are larger than this, smallest first.
pub async fn larger_than(
    reader: &mut TenantReader,
    size: i64,
    limit: i64,
) -> Result<Vec<SignedHead>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT size, root, peaks, signed_at, signature FROM event_heads WHERE size > $1 ORDER BY size LIMIT $2",
        size,
        limit,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| row.read(reader.tenant()))
        .collect())
}

/// Keeps a head; another node may have been faster. No act of anybody, and of a suspended tenant's log as well.
pub async fn keep(database: &Database, scope: &TenantScope, signed: &SignedHead) -> Result<()> {
    let mut writer = database.write_anyway(scope).await?;
    let size = i64::try_from(signed.head.size).unwrap_or(i64::MAX);
    sqlx::query!(
        "INSERT INTO event_heads (size, root, peaks, signed_at, signature) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        size,
        signed.head.root.as_slice(),
        signed.frontier.peaks(),
        signed.head.signed_at,
        signed.signature,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}
