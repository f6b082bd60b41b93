//! The tenants of the isolation prober: finding them, and removing them whole. Nothing here touches any other tenant.

use chrono::{DateTime, Utc};
use contract::{
    ids::TenantId,
    tenants::{Strategy, TenantStatus},
};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::{
    Database, Error, PlatformReader, PlatformWriter, Result, planes::run, platform::placements,
};

/// One canary, as the control plane records it.
#[derive(Debug, Clone)]
pub struct CanaryRow {
    /// The tenant's id.
    pub id: TenantId,
    /// First label of its address.
    pub slug: String,
    /// Where its plane lives.
    pub strategy: Strategy,
    /// Where it is in its life.
    pub status: TenantStatus,
    /// Address of its owner.
    pub owner_email: String,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
}

/// Every canary, oldest first.
pub async fn list(reader: &mut PlatformReader) -> Result<Vec<CanaryRow>> {
    let rows = sqlx::query!(
        "SELECT id, slug, strategy, status, owner_email, created_at FROM platform.tenants
         WHERE is_canary ORDER BY created_at, id"
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CanaryRow {
                id: row.id.into(),
                slug: row.slug,
                strategy: row.strategy.parse()?,
                status: row.status.parse()?,
                owner_email: row.owner_email,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Puts a canary into a status, whatever it is in; nothing for any other tenant.
pub async fn set_status(
    writer: &mut PlatformWriter,
    id: TenantId,
    status: TenantStatus,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenants SET status = $2, version = version + 1, updated_at = now()
         WHERE id = $1 AND is_canary",
        id.uuid(),
        status.as_str(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

impl Database {
    /// Removes a canary with everything that it has anywhere; nothing for any other tenant. Can be repeated after a
    /// crash: the record goes last.
    pub async fn canary_remove(&self, id: TenantId) -> Result<()> {
        let mut writer = self.platform_write().await?;
        set_status(&mut writer, id, TenantStatus::Offboarding).await?;
        writer.commit_bookkeeping().await?;
        self.forget_tenant(id).await;
        let mut reader = self.platform_read().await?;
        let is_canary = list(&mut reader)
            .await?
            .iter()
            .any(|canary| canary.id == id);
        let placement = placements::of_tenant(&mut reader, id).await?;
        drop(reader);
        if !is_canary {
            return Ok(());
        }
        if let Some((placement, _)) = placement {
            if placement.strategy == Strategy::Shared {
                let mut owner = self.owner(&placement.server, &placement.database).await?;
                run(&mut owner, "BEGIN".into()).await?;
                empty(&mut owner, placement.schema.as_str(), id).await?;
                run(&mut owner, "COMMIT".into()).await?;
            } else {
                self.plane_drop(&placement).await?;
            }
        }
        let mut writer = self.platform_write().await?;
        forget(&mut writer, id).await?;
        writer.commit_bookkeeping().await?;
        self.forget_tenant(id).await;
        Ok(())
    }
}

/// Deletes the rows of one tenant from every table of a plane that it shares, as the owner of the tables, whom their
/// policies bind as well.
async fn empty(owner: &mut PgConnection, schema: &str, tenant: TenantId) -> Result<()> {
    let mut left: Vec<String> = sqlx::query_scalar(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relrowsecurity ORDER BY 1",
    )
    .bind(schema)
    .fetch_all(&mut *owner)
    .await?;
    sqlx::query("SELECT set_config('app.tenant_id', $1, true)")
        .bind(tenant.to_string())
        .execute(&mut *owner)
        .await?;
    // What others refer to has to wait for them: a round for each link of the longest chain.
    while !left.is_empty() {
        let before = left.len();
        let mut waiting = Vec::new();
        for table in left {
            run(owner, "SAVEPOINT table_of_it".into()).await?;
            let statement =
                AssertSqlSafe(format!("DELETE FROM {table} WHERE tenant_id = '{tenant}'"));
            match sqlx::raw_sql(statement)
                .execute(&mut *owner)
                .await
                .map_err(Error::from)
            {
                Ok(_) => {}
                Err(Error::Constraint(_)) => {
                    run(owner, "ROLLBACK TO SAVEPOINT table_of_it".into()).await?;
                    waiting.push(table);
                }
                Err(error) => return Err(error),
            }
        }
        if waiting.len() == before {
            return Err(Error::Setup(format!(
                "rows of {schema} refer to each other in a circle"
            )));
        }
        left = waiting;
    }
    Ok(())
}

/// What refers to the record and goes with it goes by itself.
async fn forget(writer: &mut PlatformWriter, id: TenantId) -> Result<()> {
    let id = id.uuid();
    sqlx::query!(
        "DELETE FROM platform.provisioning_steps WHERE tenant_id = $1",
        id
    )
    .execute(writer.connection())
    .await?;
    sqlx::query!("DELETE FROM platform.placements WHERE tenant_id = $1", id)
        .execute(writer.connection())
        .await?;
    sqlx::query!("DELETE FROM platform.tenant_keys WHERE tenant_id = $1", id)
        .execute(writer.connection())
        .await?;
    sqlx::query!(
        "DELETE FROM platform.tenants WHERE id = $1 AND is_canary",
        id
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
