//! Keys for programs.

use chrono::{DateTime, Utc};
use contract::{
    acts::Act,
    api_keys::Secret,
    ids::{ApiKeyId, TenantId, UserId},
};
use uuid::Uuid;
use vault::Table;

use crate::{Caller, Database, PlatformReader, PlatformWriter, Result, TenantScope, Who};

static API_KEYS: Table = Table::new("api_keys", &["copy"], &[]);
const KEY_VERSION: i32 = 1;

/// A key as the control plane knows it.
#[derive(Debug, Clone)]
pub struct ApiKeyRow {
    /// The key's id.
    pub id: ApiKeyId,
    /// Whose name it acts in.
    pub owner: UserId,
    /// What it is for.
    pub name: String,
    /// Its first characters.
    pub hint: String,
    /// What it may do, as far as its owner may.
    pub acts: Vec<Act>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How many days it was made for.
    pub days: i32,
    /// When another was made in its place.
    pub renewed_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to five minutes.
    pub last_used_at: Option<DateTime<Utc>>,
    /// The key itself, while it can still be copied.
    pub copy: Option<Secret>,
}

/// A key to be kept.
#[derive(Clone, Copy)]
pub struct NewApiKey<'a> {
    /// Whose name it acts in.
    pub owner: UserId,
    /// The owner's access version.
    pub access_version: i32,
    /// What it is for.
    pub name: &'a str,
    /// What it may do.
    pub acts: &'a [Act],
    /// The key itself.
    pub secret: &'a str,
    /// A hash of it.
    pub token_hash: &'a [u8],
    /// Its first characters.
    pub hint: &'a str,
    /// When it is made.
    pub now: DateTime<Utc>,
    /// How many days it lives.
    pub days: i32,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The keys of a tenant, newest first.
pub async fn list(reader: &mut PlatformReader, tenant: TenantId) -> Result<Vec<ApiKeyRow>> {
    let rows = sqlx::query!(
        "SELECT id, subject_id, name, hint, acts, created_at, days, renewed_at, expires_at, last_used_at, copy
         FROM platform.api_keys
         WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC",
        tenant.uuid(),
    )
    .fetch_all(reader.connection())
    .await?;
    let keyring = reader.own_keys();
    rows.into_iter()
        .map(|row| {
            let copy = row.copy.as_deref();
            Ok(ApiKeyRow {
                id: ApiKeyId::new(row.id),
                owner: UserId::new(row.subject_id),
                name: row.name,
                hint: row.hint,
                acts: known(&row.acts),
                created_at: row.created_at,
                days: row.days,
                renewed_at: row.renewed_at,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                copy: API_KEYS
                    .row(keyring, row.id)
                    .open_option("copy", KEY_VERSION, copy)?
                    .map(|copy| Secret(copy.disclose())),
            })
        })
        .collect()
}

/// Keeps a key by its hash.
pub async fn insert(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    key: &NewApiKey<'_>,
) -> Result<ApiKeyId> {
    let id = crate::transaction::time_ordered_uuid();
    let copy = API_KEYS.row(writer.own_keys(), id).seal("copy", key.secret);
    let acts: Vec<String> = key.acts.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO platform.api_keys (id, tenant_id, subject_id, access_version, name, token_hash, hint, acts,
                                        created_at, days, expires_at, copy)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        tenant.uuid(),
        key.owner.uuid(),
        key.access_version,
        key.name,
        key.token_hash,
        key.hint,
        &acts,
        key.now,
        key.days,
        key.expires_at,
        copy,
    )
    .execute(writer.connection())
    .await?;
    Ok(ApiKeyId::new(id))
}

/// Notes that another key takes the place of this one, which ends at a time, unless it ends before.
pub async fn set_renewed(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    id: ApiKeyId,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.api_keys SET renewed_at = $3, expires_at = least(expires_at, $4)
         WHERE tenant_id = $1 AND id = $2",
        tenant.uuid(),
        id.uuid(),
        now,
        end,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Ends a key; whether there was one.
pub async fn delete(writer: &mut PlatformWriter, tenant: TenantId, id: ApiKeyId) -> Result<bool> {
    let deleted = sqlx::query!(
        "DELETE FROM platform.api_keys WHERE tenant_id = $1 AND id = $2",
        tenant.uuid(),
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(deleted.rows_affected() == 1)
}

/// Ends every key of an account; answers with how many.
pub async fn end_all(writer: &mut PlatformWriter, subject: Uuid) -> Result<u64> {
    let ended = sqlx::query!(
        "DELETE FROM platform.api_keys WHERE subject_id = $1",
        subject
    )
    .execute(writer.connection())
    .await?;
    Ok(ended.rows_affected())
}

/// Forgets what nobody copies any more, and keys that ended long ago; answers with how many rows.
pub async fn sweep(
    writer: &mut PlatformWriter,
    copied_before: DateTime<Utc>,
    ended_before: DateTime<Utc>,
) -> Result<u64> {
    let forgotten = sqlx::query!(
        "UPDATE platform.api_keys SET copy = NULL WHERE copy IS NOT NULL AND created_at < $1",
        copied_before,
    )
    .execute(writer.connection())
    .await?;
    let ended = sqlx::query!(
        "DELETE FROM platform.api_keys WHERE expires_at < $1",
        ended_before
    )
    .execute(writer.connection())
    .await?;
    Ok(forgotten.rows_affected() + ended.rows_affected())
}

impl Database {
    /// The scope of whoever comes with the key of this hash: its row is the proof. `None` for no key, one that ended, and
    /// one of a tenant that nobody gets into.
    pub async fn api_key_scope(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
        mut caller: Caller,
    ) -> Result<Option<TenantScope>> {
        let mut reader = self.platform_read().await?;
        let row = sqlx::query!(
            r#"SELECT id, tenant_id, subject_id, access_version, acts,
                      coalesce(last_used_at < $2::timestamptz - interval '5 minutes', true) AS "was_away!"
               FROM platform.api_keys WHERE token_hash = $1 AND expires_at > $2"#,
            token_hash,
            now,
        )
        .fetch_optional(reader.connection())
        .await?;
        drop(reader);
        let Some(row) = row else { return Ok(None) };
        if row.was_away
            && let Err(error) = self.note_key_use(row.id, now).await
        {
            // No program stays outside because of it.
            tracing::warn!(%error, "the use of an API key could not be noted");
        }
        caller.api_key = Some(ApiKeyId::new(row.id));
        let who = Who::User {
            id: UserId::new(row.subject_id),
            access_version: row.access_version,
        };
        let tenant = self.tenant_by_id(TenantId::new(row.tenant_id)).await?;
        let tenant = tenant.filter(|tenant| tenant.status.is_reachable());
        let Some(tenant) = tenant else {
            return Ok(None);
        };
        let scope = TenantScope::new(tenant, who, caller).narrowed_to(known(&row.acts));
        // A key does what its maker may, who may nothing while the rule stops them.
        self.held_to_rule(scope).await.map(Some)
    }

    /// The same for a key that came with an earlier request.
    pub(crate) async fn api_key_again(
        &self,
        id: ApiKeyId,
        now: DateTime<Utc>,
        caller: Caller,
    ) -> Result<Option<TenantScope>> {
        let mut reader = self.platform_read().await?;
        let hash = sqlx::query_scalar!(
            "SELECT token_hash FROM platform.api_keys WHERE id = $1",
            id.uuid()
        )
        .fetch_optional(reader.connection())
        .await?;
        drop(reader);
        match hash {
            Some(hash) => self.api_key_scope(&hash, now, caller).await,
            None => Ok(None),
        }
    }

    async fn note_key_use(&self, id: Uuid, now: DateTime<Utc>) -> Result<()> {
        let mut writer = self.platform_write().await?;
        sqlx::query!(
            "UPDATE platform.api_keys SET last_used_at = $2
             WHERE id = (SELECT id FROM platform.api_keys WHERE id = $1 FOR UPDATE SKIP LOCKED)",
            id,
            now,
        )
        .execute(writer.connection())
        .await?;
        writer.commit_bookkeeping().await
    }
}

/// An act of a newer version is none here: the key may less, never more.
fn known(words: &[String]) -> Vec<Act> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}
