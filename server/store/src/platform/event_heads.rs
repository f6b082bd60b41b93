//! Signed heads of the platform's own log.

use contract::ids::TenantId;

use crate::{
    Database, PlatformReader, Result,
    tenant::event_heads::{Row, SignedHead},
};

/// The newest head; none before the first was signed.
pub async fn newest(reader: &mut PlatformReader, owner: TenantId) -> Result<Option<SignedHead>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT size, root, peaks, signed_at, signature FROM platform.event_heads ORDER BY size DESC LIMIT 1",
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| row.read(owner)))
}

/// The next heads that are larger than this, smallest first.
pub async fn larger_than(
    reader: &mut PlatformReader,
    owner: TenantId,
    size: i64,
    limit: i64,
) -> Result<Vec<SignedHead>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT size, root, peaks, signed_at, signature FROM platform.event_heads
         WHERE size > $1 ORDER BY size LIMIT $2",
        size,
        limit,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows.into_iter().map(|row| row.read(owner)).collect())
}

/// Keeps a head; another node may have been faster.
pub async fn keep(database: &Database, signed: &SignedHead) -> Result<()> {
    let mut writer = database.platform_write().await?;
    sqlx::query!(
        "INSERT INTO platform.event_heads (size, root, peaks, signed_at, signature) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        i64::try_from(signed.head.size).unwrap_or(i64::MAX),
        signed.head.root.as_slice(),
        signed.frontier.peaks(),
        signed.head.signed_at,
        signed.signature,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}
