//! The recorded steps of a tenant's provisioning.

use chrono::{DateTime, Utc};
use contract::{ids::TenantId, tenants::StepState};

use crate::{PlatformReader, PlatformWriter, Result};

/// One recorded step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The step's key.
    pub key: String,
    /// How far it is.
    pub state: StepState,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed, for people.
    pub error: Option<String>,
}

/// Records all steps as waiting.
pub async fn insert(writer: &mut PlatformWriter, tenant: TenantId, keys: &[&str]) -> Result<()> {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO platform.provisioning_steps (tenant_id, step, position, state)
         SELECT $1, k.key, k.position::smallint, 'waiting' FROM unnest($2::text[]) WITH ORDINALITY AS k (key, position)
         ON CONFLICT DO NOTHING",
        tenant.uuid(),
        &keys,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The steps in order.
pub async fn list(reader: &mut PlatformReader, tenant: TenantId) -> Result<Vec<Step>> {
    let rows = sqlx::query!(
        "SELECT step, state, started_at, finished_at, error FROM platform.provisioning_steps
         WHERE tenant_id = $1 ORDER BY position",
        tenant.uuid(),
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                key: row.step,
                state: row.state.parse()?,
                started_at: row.started_at,
                finished_at: row.finished_at,
                error: row.error,
            })
        })
        .collect()
}

/// Notes that a step ended and, in the same transaction, that the next one began.
pub async fn advance(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    done: Option<&str>,
    next: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.provisioning_steps SET
             state = CASE WHEN step = $2 THEN 'done' ELSE 'running' END,
             started_at = CASE WHEN step = $2 THEN started_at ELSE $4 END,
             finished_at = CASE WHEN step = $2 THEN $4 ELSE NULL END,
             error = NULL
         WHERE tenant_id = $1 AND step IN ($2, $3)",
        tenant.uuid(),
        done,
        next,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Notes that a step failed, with words for people.
pub async fn fail(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    step: &str,
    error: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.provisioning_steps SET state = 'failed', finished_at = $4, error = $3
         WHERE tenant_id = $1 AND step = $2",
        tenant.uuid(),
        step,
        error,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
