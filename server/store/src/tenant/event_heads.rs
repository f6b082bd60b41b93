//! Signed heads of a tenant's log.

use chrono::{DateTime, Utc};
use vault::log::{Frontier, Hash, Head};

use crate::{Database, Error, Result, TenantReader, TenantScope};

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

struct Row {
    size: i64,
    root: Vec<u8>,
    peaks: Vec<u8>,
    signed_at: DateTime<Utc>,
    signature: Vec<u8>,
}

impl Row {
    fn read(self, reader: &TenantReader) -> Result<SignedHead> {
        let corrupt = || Error::Corrupt(format!("the head of the log at {}", self.size));
        let size = u64::try_from(self.size).map_err(|_| corrupt())?;
        let root = Hash::try_from(self.root.as_slice()).map_err(|_| corrupt())?;
        Ok(SignedHead {
            frontier: Frontier::new(size, &self.peaks).ok_or_else(corrupt)?,
            head: Head {
                tenant: reader.tenant(),
                size,
                root,
                signed_at: self.signed_at,
            },
            signature: self.signature,
        })
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
    row.map(|row| row.read(reader)).transpose()
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
    rows.into_iter().map(|row| row.read(reader)).collect()
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
