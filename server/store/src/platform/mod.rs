//! Queries on the control plane, one file a noun. None of them can reach a row of a tenant's plane.

pub mod api_keys;
pub mod approvals;
pub mod event_heads;
pub mod events;
pub mod factors;
pub mod failures;
pub mod idempotency;
pub mod isolation;
pub mod keys;
pub mod links;
pub mod mails;
pub mod master_keys;
pub mod operators;
pub mod passkeys;
pub mod placements;
pub mod plans;
pub mod receivers;
pub mod servers;
pub mod sessions;
pub mod steps;
pub mod tenants;
pub mod tokens;
pub mod unsealed;
pub mod visits;

use crate::{Database, Result};

/// Asks the control plane for a sign of life.
pub async fn ping(database: &Database) -> Result<()> {
    let mut reader = database.platform_read().await?;
    sqlx::query!("SELECT 1 AS alive")
        .fetch_one(reader.connection())
        .await?;
    Ok(())
}

/// Puts a job into the queue that is done after this time, in the transaction of whoever asks.
pub async fn enqueue_later(
    writer: &mut crate::PlatformWriter,
    task: &str,
    payload: serde_json::Value,
    key: &str,
    after: std::time::Duration,
) -> Result<()> {
    sqlx::query(
        "SELECT graphile_worker.add_job(identifier => $1, payload => $2::json, job_key => $3, max_attempts => 8,
                                        run_at => now() + make_interval(secs => $4))",
    )
    .bind(task)
    .bind(payload)
    .bind(key)
    .bind(after.as_secs_f64())
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Puts a job into the queue, in the transaction of whoever asks. `key` keeps one waiting job a key.
pub async fn enqueue(
    writer: &mut crate::PlatformWriter,
    task: &str,
    payload: serde_json::Value,
    key: &str,
    queue: Option<&str>,
) -> Result<()> {
    // Not a checked query: the queue's library makes its schema itself, so it is not there when queries are prepared.
    sqlx::query(
        "SELECT graphile_worker.add_job(identifier => $1, payload => $2::json, queue_name => $3, job_key => $4,
                                        max_attempts => 8)",
    )
    .bind(task)
    .bind(payload)
    .bind(queue)
    .bind(key)
    .execute(writer.connection())
    .await?;
    Ok(())
}
