//! Which master key wraps what, and another in its place.

use contract::ids::TenantId;
use uuid::Uuid;
use vault::{Context, Error as Sealed};

use crate::{
    Database, Error, PlatformReader, PlatformWriter, Result, platform::keys::Purpose, secrets,
};

/// Keys of tenants that are wrapped anew in one transaction.
const BATCH: i64 = 100;

/// What one master key wraps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedRows {
    /// Its id; none for rows of a version of this program that knew one master key alone.
    pub master_key: Option<String>,
    /// Secrets of the installation.
    pub secrets: i64,
    /// Keys of tenants, of all versions.
    pub tenant_keys: i64,
}

/// What a pass over everything that is wrapped came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Rows that were wrapped anew.
    pub wrapped: u64,
    /// Rows that do not open: somebody changed them. They were left alone.
    pub refused: u64,
}

/// The id of the master key that new keys are wrapped by.
pub async fn in_force(reader: &mut PlatformReader) -> Result<String> {
    let id = sqlx::query_scalar!("SELECT master_key FROM platform.installation")
        .fetch_one(reader.connection())
        .await?;
    id.ok_or(Error::NoKeys)
}

/// The same, which nobody changes before the transaction ends.
pub(crate) async fn hold(writer: &mut PlatformWriter) -> Result<String> {
    let id = sqlx::query_scalar!("SELECT master_key FROM platform.installation FOR SHARE")
        .fetch_one(writer.connection())
        .await?;
    id.ok_or(Error::NoKeys)
}

/// Lets new keys be wrapped by this master key. Waits for those who are just wrapping by another, so whoever looks for
/// their rows afterwards finds all of them.
pub async fn put_in_force(writer: &mut PlatformWriter, id: &str) -> Result<()> {
    sqlx::query!("UPDATE platform.installation SET master_key = $1", id)
        .execute(writer.connection())
        .await?;
    Ok(())
}

/// The ids of all master keys that something is wrapped by, or will be.
pub(crate) async fn in_use(reader: &mut PlatformReader) -> Result<Vec<String>> {
    let ids = sqlx::query_scalar!(
        r#"SELECT master_key AS "id!" FROM platform.installation WHERE master_key IS NOT NULL
           UNION SELECT master_key FROM platform.secrets
           UNION SELECT master_key FROM platform.tenant_keys WHERE master_key IS NOT NULL"#,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(ids)
}

/// Everything that is wrapped, by master key.
pub async fn rows(reader: &mut PlatformReader) -> Result<Vec<WrappedRows>> {
    let rows = sqlx::query_as!(
        WrappedRows,
        r#"SELECT master_key, sum(secrets)::bigint AS "secrets!", sum(tenant_keys)::bigint AS "tenant_keys!"
           FROM (SELECT master_key, count(*) AS secrets, 0 AS tenant_keys FROM platform.secrets GROUP BY 1
                 UNION ALL SELECT master_key, 0, count(*) FROM platform.tenant_keys GROUP BY 1) wrapped
           GROUP BY 1 ORDER BY 1"#,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows)
}

impl Database {
    /// The id of the newest master key that this node was given.
    pub fn newest_master_key(&self) -> &str {
        self.keys().keepers.newest()
    }

    /// Wraps everything by the newest master key that is wrapped by another, and tells after each batch how much was
    /// done. It can die anywhere and be called again: what is done stays done, and a key that is wrapped anew is the same
    /// key, so nobody who reads or writes meanwhile notices.
    pub async fn rewrap(&self, mut told: impl FnMut(Rewrapped)) -> Result<Rewrapped> {
        let mut all = self.rewrap_secrets().await?;
        told(all);
        let mut after = (Uuid::nil(), String::new(), 0);
        while let Some(last) = self.rewrap_tenant_keys(after, &mut all).await? {
            told(all);
            after = last;
        }
        Ok(all)
    }

    async fn rewrap_secrets(&self) -> Result<Rewrapped> {
        let to = self.newest_master_key();
        let mut reader = self.platform_read().await?;
        let rows = sqlx::query!(
            "SELECT name, version, wrapped, master_key FROM platform.secrets WHERE master_key <> $1",
            to,
        )
        .fetch_all(reader.connection())
        .await?;
        // A keeper may be far away: nothing is held while it works.
        drop(reader);
        let mut all = Rewrapped::default();
        let mut done = Vec::new();
        for row in rows {
            let context = secrets::context(&row.name, row.version);
            let wrapped = self.rewrap_one(Some(&row.master_key), &row.wrapped, &context);
            match wrapped.await? {
                Some(wrapped) => done.push((row.name.clone(), row.version, row.wrapped, wrapped)),
                None => all.refused += 1,
            }
        }
        let mut writer = self.platform_write().await?;
        for (name, version, before, wrapped) in done {
            let changed = sqlx::query!(
                "UPDATE platform.secrets SET wrapped = $4, master_key = $5
                 WHERE name = $1 AND version = $2 AND wrapped = $3",
                name,
                version,
                before,
                wrapped,
                to,
            )
            .execute(writer.connection())
            .await?;
            all.wrapped += changed.rows_affected();
        }
        writer.commit_bookkeeping().await?;
        Ok(all)
    }

    /// The next batch after a row; answers with its last row, or none when there is no more.
    async fn rewrap_tenant_keys(
        &self,
        after: (Uuid, String, i32),
        all: &mut Rewrapped,
    ) -> Result<Option<(Uuid, String, i32)>> {
        let to = self.newest_master_key();
        let mut reader = self.platform_read().await?;
        let rows = sqlx::query!(
            "SELECT tenant_id, purpose, version, wrapped, master_key FROM platform.tenant_keys
             WHERE master_key IS DISTINCT FROM $1 AND (tenant_id, purpose, version) > ($2, $3, $4)
             ORDER BY tenant_id, purpose, version LIMIT $5",
            to,
            after.0,
            after.1,
            after.2,
            BATCH,
        )
        .fetch_all(reader.connection())
        .await?;
        drop(reader);
        let last = rows.last();
        let last = last.map(|row| (row.tenant_id, row.purpose.clone(), row.version));
        let mut done = Vec::new();
        for row in rows {
            let tenant = TenantId::from(row.tenant_id);
            let context = Purpose::of(&row.purpose).context(tenant, row.version);
            let wrapped = self.rewrap_one(row.master_key.as_deref(), &row.wrapped, &context);
            if let Some(wrapped) = wrapped.await? {
                done.push((row, wrapped));
            } else {
                tracing::error!(key = %context, "a wrapped key does not open and is left as it is");
                all.refused += 1;
            }
        }
        let mut writer = self.platform_write().await?;
        for (row, wrapped) in done {
            let changed = sqlx::query!(
                "UPDATE platform.tenant_keys SET wrapped = $5, master_key = $6
                 WHERE tenant_id = $1 AND purpose = $2 AND version = $3 AND wrapped = $4",
                row.tenant_id,
                row.purpose,
                row.version,
                row.wrapped,
                wrapped,
                to,
            )
            .execute(writer.connection())
            .await?;
            all.wrapped += changed.rows_affected();
        }
        writer.commit_bookkeeping().await?;
        Ok(last)
    }

    /// A key, wrapped by the newest master key; none if it does not open.
    async fn rewrap_one(
        &self,
        from: Option<&str>,
        wrapped: &[u8],
        context: &Context<'_>,
    ) -> Result<Option<Vec<u8>>> {
        let keepers = &self.keys().keepers;
        let key = match keepers.unwrap(from, wrapped, context).await {
            Err(Sealed::Refused) => return Ok(None),
            unwrapped => unwrapped?,
        };
        let to = keepers.newest();
        let wrapped = keepers.wrap(to, &key, context).await?;
        // The other way is about to be given up: what does not open would be lost.
        let again = keepers.unwrap(Some(to), &wrapped, context).await?;
        if again.expose() != key.expose() {
            return Err(Sealed::Refused.into());
        }
        Ok(Some(wrapped))
    }
}
