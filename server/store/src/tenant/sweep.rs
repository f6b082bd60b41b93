//! What a plane keeps for a day.

use chrono::{DateTime, Utc};

use crate::{Database, Result, TenantScope};

/// Removes files that waited to be imported, and answers to API calls, from before a time; how many. No act of anybody, and
/// in a suspended tenant's plane as well.
pub async fn day_old(
    database: &Database,
    scope: &TenantScope,
    before: DateTime<Utc>,
) -> Result<u64> {
    let mut writer = database.write_anyway(scope).await?;
    let imports = sqlx::query!("DELETE FROM imports WHERE created_at < $1", before)
        .execute(writer.connection())
        .await?;
    let answers = sqlx::query!(
        "DELETE FROM idempotent_answers WHERE created_at < $1",
        before
    )
    .execute(writer.connection())
    .await?;
    writer.commit_bookkeeping().await?;
    Ok(imports.rows_affected() + answers.rows_affected())
}
