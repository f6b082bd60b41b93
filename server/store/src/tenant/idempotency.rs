//! Answers already given to an `Idempotency-Key` of a tenant's API call, kept in the tenant's own plane.
//!
//! Keeping an answer is no act of anybody, so these functions open and end a transaction of their own, without an
//! entry in the log: the act that the answer tells of has its entry.

use serde_json::Value;
use uuid::Uuid;

use crate::{Database, Result, TenantScope, platform::idempotency::Answered};

/// Takes a key. `None`: it was free and is ours now. A call that never finished frees its key after ten minutes.
pub async fn begin(
    database: &Database,
    scope: &TenantScope,
    principal: Uuid,
    route: &str,
    key: &str,
    request_hash: &[u8],
) -> Result<Option<Answered>> {
    let mut writer = database.write(scope).await?;
    let taken = sqlx::query!(
        "INSERT INTO idempotent_answers AS a (principal, route, key, request_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, principal, route, key)
             DO UPDATE SET request_hash = excluded.request_hash, created_at = now()
             WHERE a.status IS NULL AND a.created_at < now() - interval '10 minutes'",
        principal,
        route,
        key,
        request_hash,
    )
    .execute(writer.connection())
    .await?;
    let known = if taken.rows_affected() == 1 {
        None
    } else {
        sqlx::query_as!(
            Answered,
            "SELECT request_hash, status, body FROM idempotent_answers WHERE principal = $1 AND route = $2 AND key = $3",
            principal,
            route,
            key,
        )
        .fetch_optional(writer.connection())
        .await?
    };
    writer.commit_bookkeeping().await?;
    Ok(known)
}

/// Keeps the answer.
pub async fn finish(
    database: &Database,
    scope: &TenantScope,
    principal: Uuid,
    route: &str,
    key: &str,
    status: i16,
    body: &Value,
) -> Result<()> {
    let mut writer = database.write(scope).await?;
    sqlx::query!(
        "UPDATE idempotent_answers SET status = $4, body = $5 WHERE principal = $1 AND route = $2 AND key = $3",
        principal,
        route,
        key,
        status,
        body,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}

/// Frees the key of a call that did nothing.
pub async fn abandon(
    database: &Database,
    scope: &TenantScope,
    principal: Uuid,
    route: &str,
    key: &str,
) -> Result<()> {
    let mut writer = database.write(scope).await?;
    sqlx::query!(
        "DELETE FROM idempotent_answers WHERE principal = $1 AND route = $2 AND key = $3 AND status IS NULL",
        principal,
        route,
        key,
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await
}
