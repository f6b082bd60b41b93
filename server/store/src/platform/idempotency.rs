//! Answers already given to an `Idempotency-Key`, so that a repeated call does nothing twice.
//!
//! An operator's answers are kept in the control plane, a tenant's in the tenant's own plane.

use contract::ids::OperatorId;
use serde_json::Value;

use crate::{PlatformWriter, Result};

/// What is known of a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// SHA-256 of the first request.
    pub request_hash: Vec<u8>,
    /// Status of the first answer; absent while the first call is still at work.
    pub status: Option<i16>,
    /// Body of the first answer.
    pub body: Option<Value>,
}

/// Takes a key. `None`: it was free and is ours now. A call that never finished frees its key after ten minutes.
pub async fn begin(
    writer: &mut PlatformWriter,
    operator: OperatorId,
    route: &str,
    key: &str,
    request_hash: &[u8],
) -> Result<Option<Answered>> {
    let taken = sqlx::query!(
        "INSERT INTO platform.idempotent_answers AS a (principal, route, key, request_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (principal, route, key) DO UPDATE SET request_hash = excluded.request_hash, created_at = now()
             WHERE a.status IS NULL AND a.created_at < now() - interval '10 minutes'",
        operator.uuid(),
        route,
        key,
        request_hash,
    )
    .execute(writer.connection())
    .await?;
    if taken.rows_affected() == 1 {
        return Ok(None);
    }
    let row = sqlx::query_as!(
        Answered,
        "SELECT request_hash, status, body FROM platform.idempotent_answers WHERE principal = $1 AND route = $2 AND key = $3",
        operator.uuid(),
        route,
        key,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(row)
}

/// Keeps the answer.
pub async fn finish(
    writer: &mut PlatformWriter,
    operator: OperatorId,
    route: &str,
    key: &str,
    status: i16,
    body: &Value,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.idempotent_answers SET status = $4, body = $5 WHERE principal = $1 AND route = $2 AND key = $3",
        operator.uuid(),
        route,
        key,
        status,
        body,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Frees the key of a call that did nothing.
pub async fn abandon(
    writer: &mut PlatformWriter,
    operator: OperatorId,
    route: &str,
    key: &str,
) -> Result<()> {
    sqlx::query!(
        "DELETE FROM platform.idempotent_answers WHERE principal = $1 AND route = $2 AND key = $3 AND status IS NULL",
        operator.uuid(),
        route,
        key,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
