//! Sealing what a version without keys wrote in the clear. Part of a migration, before a tenant is served.

use contract::ids::TenantId;
use sqlx::{Connection, PgConnection};
use vault::Keyring;

use crate::{
    Database, Error, Result, TenantScope,
    tenant::{
        events, personal,
        reseal::{self, Take},
    },
};

/// Entries of the log that are sealed in one statement's turn.
const BATCH: i64 = 200;

impl Database {
    /// Seals the rows of every tenant whose key of the index is not in force yet. One tenant that cannot be sealed, whose
    /// server is away for example, keeps nobody else waiting; it is tried again at the next start.
    pub(crate) async fn seal_plain_rows(&self) -> Result<()> {
        let mut reader = self.platform_read().await?;
        let waiting = crate::platform::keys::without_index(&mut reader).await?;
        drop(reader);
        for tenant in waiting {
            if let Err(error) = self.seal_plain_rows_of(tenant).await {
                tracing::error!(%tenant, %error, "what an earlier version wrote of a tenant cannot be sealed");
            }
        }
        Ok(())
    }

    async fn seal_plain_rows_of(&self, tenant: TenantId) -> Result<()> {
        self.announce_index_key(tenant).await?;
        let Some(scope) = self.job_scope(tenant, "seal_plain_rows").await? else {
            return Ok(());
        };
        for table in personal::LASTING {
            let mut after = None;
            while let Some(batch) = self.reseal_batch(&scope, table, Take::Plain, after).await? {
                if batch.refused > 0 {
                    return Err(Error::Corrupt(format!("rows of {}", table.name)));
                }
                after = Some(batch.last);
            }
        }
        self.seal_plain_events(&scope).await?;
        self.put_index_key_in_force(tenant).await
    }

    /// No role of a tenant may change an entry of its log: this is done by whoever owns the table.
    async fn seal_plain_events(&self, scope: &TenantScope) -> Result<()> {
        let keyring = scope.tenant().keyring().ok_or(Error::NoKeys)?;
        let mut owner = self.owner_inside(scope).await?;
        while seal_next_events(&mut owner, keyring).await? > 0 {}
        Ok(owner.close().await?)
    }

    /// Seals the next rows of a table after one of them; none if there were none.
    pub(crate) async fn reseal_batch(
        &self,
        scope: &TenantScope,
        table: &'static vault::Table,
        take: Take,
        after: Option<uuid::Uuid>,
    ) -> Result<Option<reseal::Batch>> {
        let mut writer = self.write_anyway(scope).await?;
        let batch = reseal::next(&mut writer, table, take, after).await?;
        writer.commit_bookkeeping().await?;
        Ok(batch)
    }
}

async fn seal_next_events(owner: &mut PgConnection, keyring: &Keyring) -> Result<usize> {
    let mut transaction = owner.begin().await?;
    let rows = sqlx::query!(
        "SELECT position, entry FROM events WHERE key_version = 0 ORDER BY position LIMIT $1 FOR UPDATE",
        BATCH,
    )
    .fetch_all(&mut *transaction)
    .await?;
    for row in &rows {
        let said = std::str::from_utf8(&row.entry)
            .map_err(|_| Error::Corrupt(format!("entry {} of the log", row.position)))?;
        let (sealed, actor_terms) = events::sealed(keyring, row.position, said)?;
        sqlx::query!(
            "UPDATE events SET entry = $2, actor_terms = $3, key_version = $4 WHERE position = $1",
            row.position,
            sealed,
            &actor_terms,
            keyring.version(),
        )
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await?;
    Ok(rows.len())
}
