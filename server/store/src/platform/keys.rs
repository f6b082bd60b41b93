//! Keys of tenants, wrapped by a master key, which the database never sees.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use contract::{ids::TenantId, keys::SealedRows};
use sqlx::PgConnection;
use vault::{Context, DataKey, Keepers, Keyring};

use crate::{
    Database, Error, PlatformReader, PlatformWriter, Result, TenantReader, TenantScope,
    platform::master_keys,
    tenant::{
        personal,
        reseal::{self, Take},
    },
};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Seals fields; has versions.
    Fields,
    /// Makes blind indexes; its only version is 1, since another would find nothing of what is there.
    Index,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Index => "index",
        }
    }

    /// As its row says.
    pub(crate) fn of(text: &str) -> Self {
        if text == Self::Index.as_str() {
            Self::Index
        } else {
            Self::Fields
        }
    }

    /// What is authenticated with a wrapped key, so that it opens nowhere but in its own row.
    pub(crate) fn context(self, tenant: TenantId, version: i32) -> Context<'static> {
        let purpose = match self {
            Self::Fields => "tenant key",
            Self::Index => "tenant index key",
        };
        Context {
            purpose,
            tenant: Some(tenant),
            version,
        }
    }
}

/// One version of a tenant's data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into force; none while it is only announced.
    pub in_force_at: Option<DateTime<Utc>>,
    /// Whether everything is sealed with it, or was.
    pub is_renewed: bool,
}

impl Database {
    /// Makes the keys that a tenant begins with, unless they are there.
    pub async fn make_tenant_keys(&self, tenant: TenantId) -> Result<()> {
        let mut writer = self.platform_write().await?;
        for purpose in [Purpose::Fields, Purpose::Index] {
            self.insert_key(&mut writer, purpose, tenant, 1, true)
                .await?;
        }
        writer.commit_bookkeeping().await?;
        // Its record may be in the cache without them.
        self.forget_tenant(tenant).await;
        Ok(())
    }

    /// Makes the next version of a tenant's data key and announces it. Nodes hear of it at once, and at the latest when
    /// what they know of the tenant is too old to be believed.
    pub async fn announce_tenant_key(
        &self,
        writer: &mut PlatformWriter,
        tenant: TenantId,
    ) -> Result<i32> {
        let newest = versions(writer, tenant).await?;
        let newest = newest.first().ok_or(Error::NoKeys)?.version;
        let version = newest + 1;
        let is_new = self
            .insert_key(writer, Purpose::Fields, tenant, version, false)
            .await?;
        if is_new {
            Ok(version)
        } else {
            Err(Error::ChangedMeanwhile)
        }
    }

    /// Answers whether it is new.
    async fn insert_key(
        &self,
        writer: &mut PlatformWriter,
        purpose: Purpose,
        tenant: TenantId,
        version: i32,
        is_in_force: bool,
    ) -> Result<bool> {
        let context = purpose.context(tenant, version);
        let master_key = master_keys::hold(writer).await?;
        let key = DataKey::generate();
        let wrapped = self.keys().keepers.wrap(&master_key, &key, &context);
        let done = sqlx::query!(
            "INSERT INTO platform.tenant_keys (tenant_id, purpose, version, wrapped, in_force_at, renewed_at, master_key)
             VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN now() END, CASE WHEN $5 THEN now() END, $6) ON CONFLICT DO NOTHING",
            tenant.uuid(),
            purpose.as_str(),
            version,
            wrapped.await?,
            is_in_force,
            master_key,
        )
        .execute(writer.connection())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes the key of the index of a tenant from before there were any, unless it is there.
    pub(crate) async fn announce_index_key(&self, tenant: TenantId) -> Result<()> {
        let mut writer = self.platform_write().await?;
        self.insert_key(&mut writer, Purpose::Index, tenant, 1, false)
            .await?;
        writer.commit_bookkeeping().await
    }

    /// Notes that everything of the tenant is sealed.
    pub(crate) async fn put_index_key_in_force(&self, tenant: TenantId) -> Result<()> {
        let mut writer = self.platform_write().await?;
        sqlx::query!(
            "UPDATE platform.tenant_keys SET in_force_at = now(), renewed_at = now()
             WHERE tenant_id = $1 AND purpose = 'index'",
            tenant.uuid(),
        )
        .execute(writer.connection())
        .await?;
        writer.commit_bookkeeping().await
    }

    /// Goes once over all rows of a tenant that are not sealed with the version of its key that is in force, and seals
    /// them with it. Answers with how many, and how many it left alone because they do not open. The tenant may be
    /// suspended: its key is the operators' matter.
    pub async fn reseal(&self, scope: &TenantScope) -> Result<Resealed> {
        let mut all = Resealed::default();
        for table in personal::LASTING {
            let mut after = None;
            while let Some(batch) = self.reseal_batch(scope, table, Take::Sealed, after).await? {
                all.sealed += batch.sealed;
                all.refused += batch.refused;
                after = Some(batch.last);
                self.announce_tenant(scope.tenant_id()).await?;
            }
        }
        Ok(all)
    }
}

/// What one pass over the rows of a tenant came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that were sealed anew.
    pub sealed: usize,
    /// Rows that do not open: somebody moved a value, or made one up.
    pub refused: usize,
}

/// Tenants from before there were keys of the index, whose rows are not all sealed.
pub(crate) async fn without_index(reader: &mut PlatformReader) -> Result<Vec<TenantId>> {
    let tenants = sqlx::query_scalar!(
        "SELECT tenant_id FROM platform.tenant_keys f WHERE purpose = 'fields' AND version = 1
         AND NOT EXISTS (SELECT FROM platform.tenant_keys i WHERE i.tenant_id = f.tenant_id
                         AND i.purpose = 'index' AND i.in_force_at IS NOT NULL)",
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(tenants.into_iter().map(Into::into).collect())
}

/// Rows of a tenant by version of the key and table.
pub async fn sealed_rows(reader: &mut TenantReader) -> Result<Vec<(i32, SealedRows)>> {
    let mut all = Vec::new();
    for table in personal::LASTING {
        let counts = reseal::count(reader, table).await?;
        all.extend(counts.into_iter().map(|(version, rows)| {
            let table = table.name.to_owned();
            (version, SealedRows { table, rows })
        }));
    }
    Ok(all)
}

/// The versions of a tenant's data key, newest first.
pub async fn versions(reader: &mut PlatformReader, tenant: TenantId) -> Result<Vec<Version>> {
    let versions = sqlx::query_as!(
        Version,
        r#"SELECT version, created_at, in_force_at, renewed_at IS NOT NULL AS "is_renewed!" FROM platform.tenant_keys
           WHERE tenant_id = $1 AND purpose = 'fields' ORDER BY version DESC"#,
        tenant.uuid(),
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(versions)
}

/// How far the change to the newest version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Announced this long ago.
    Announced(Duration),
    /// In force since this long ago; rows wait to be sealed with it.
    InForce(Duration),
    /// Everything is sealed with it.
    Through,
}

/// How far the change to the newest version of a tenant's key is.
pub async fn change(reader: &mut PlatformReader, tenant: TenantId) -> Result<Change> {
    let row = sqlx::query!(
        r#"SELECT extract(epoch FROM now() - coalesce(in_force_at, created_at))::float8 AS "age!",
                  in_force_at IS NOT NULL AS "in_force!", renewed_at IS NOT NULL AS "renewed!"
           FROM platform.tenant_keys WHERE tenant_id = $1 AND purpose = 'fields' ORDER BY version DESC LIMIT 1"#,
        tenant.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?
    .ok_or(Error::NoKeys)?;
    let age = Duration::from_secs_f64(row.age.max(0.0));
    Ok(match (row.renewed, row.in_force) {
        (true, _) => Change::Through,
        (false, true) => Change::InForce(age),
        (false, false) => Change::Announced(age),
    })
}

/// Puts the announced version in force.
pub async fn put_in_force(writer: &mut PlatformWriter, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenant_keys SET in_force_at = now()
         WHERE tenant_id = $1 AND purpose = 'fields' AND in_force_at IS NULL",
        tenant.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Notes that everything is sealed with the version that is in force.
pub async fn renewed(writer: &mut PlatformWriter, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenant_keys SET renewed_at = now()
         WHERE tenant_id = $1 AND purpose = 'fields' AND in_force_at IS NOT NULL AND renewed_at IS NULL",
        tenant.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The keys of a tenant, unwrapped; none before they were made.
pub(crate) async fn keyring(
    connection: &mut PgConnection,
    keepers: &Keepers,
    tenant: TenantId,
) -> Result<Option<Arc<Keyring>>> {
    let rows = sqlx::query!(
        "SELECT purpose, version, wrapped, in_force_at, master_key FROM platform.tenant_keys WHERE tenant_id = $1",
        tenant.uuid(),
    )
    .fetch_all(connection)
    .await?;
    let (mut fields, mut index, mut in_force) = (Vec::new(), None, None);
    for row in rows {
        let purpose = Purpose::of(&row.purpose);
        let context = purpose.context(tenant, row.version);
        let key = keepers.unwrap(row.master_key.as_deref(), &row.wrapped, &context);
        let key = key.await?;
        match purpose {
            Purpose::Index => index = Some(key),
            Purpose::Fields => {
                fields.push((row.version, key));
                in_force = in_force.max(row.in_force_at.map(|_| row.version));
            }
        }
    }
    Ok(index
        .zip(in_force)
        .map(|(index, version)| Arc::new(Keyring::new(tenant, fields, version, &index))))
}
