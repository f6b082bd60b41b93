//! Answers already given to an `Idempotency-Key` of a tenant's API call, kept in the tenant's own plane.
//!
//! Keeping an answer is no act of anybody, so these functions open and end a transaction of their own, without an
//! entry in the log: the act that the answer tells of has its entry.

use serde_json::Value;
use uuid::Uuid;

use super::personal::IDEMPOTENT_ANSWERS;
use crate::{Actor, Database, Result, TenantScope, platform::idempotency::Answered};

/// What an answer is sealed for. A route holds no space.
fn name(principal: Uuid, route: &str, key: &str) -> String {
    format!("{principal} {route} {key}")
}

/// Takes a key, and says who the caller is at this moment. `None`: it was free and is ours now. A call that never finished
/// frees its key after ten minutes.
pub async fn begin(
    database: &Database,
    scope: &TenantScope,
    principal: Uuid,
    route: &str,
    key: &str,
    request_hash: &[u8],
) -> Result<(Actor, Option<Answered>)> {
    let mut writer = database.write(scope).await?;
    let actor = writer.actor().clone();
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
        let row = sqlx::query!(
            "SELECT request_hash, status, body, key_version FROM idempotent_answers
             WHERE principal = $1 AND route = $2 AND key = $3",
            principal,
            route,
            key,
        )
        .fetch_optional(writer.connection())
        .await?;
        let keyring = writer.keyring()?;
        let open = |body: Vec<u8>, version| -> Result<Value> {
            let row = IDEMPOTENT_ANSWERS.row(&keyring, name(principal, route, key));
            let body = row.open("body", version, &body)?;
            Ok(serde_json::from_str(body.as_disclosed())?)
        };
        let answered = row.map(|row| -> Result<Answered> {
            let body = row.body.zip(row.key_version);
            Ok(Answered {
                request_hash: row.request_hash,
                status: row.status,
                body: body
                    .map(|(body, version)| open(body, version))
                    .transpose()?,
            })
        });
        answered.transpose()?
    };
    writer.commit_bookkeeping().await?;
    Ok((actor, known))
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
    let keyring = writer.keyring()?;
    let row = IDEMPOTENT_ANSWERS.row(&keyring, name(principal, route, key));
    sqlx::query!(
        "UPDATE idempotent_answers SET status = $4, body = $5, key_version = $6
         WHERE principal = $1 AND route = $2 AND key = $3",
        principal,
        route,
        key,
        status,
        row.seal("body", &body.to_string()),
        keyring.version(),
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
