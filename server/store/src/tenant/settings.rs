//! How a tenant's workspace looks and is set. Every tenant has one row of it, from provisioning on.

use contract::{
    Page, PageRequest, Sensitive,
    branding::{Branding, BrandingFields, ConfigVersion, TenantConfig, VersionedConfig},
};
use serde_json::Value;

use super::personal::USERS;
use crate::{Error, Result, TenantReader, TenantWriter, cursor::Cursor};

/// Adds look and settings as version 1, unless they are there.
pub async fn insert(
    writer: &mut TenantWriter,
    branding: &BrandingFields,
    config: &TenantConfig,
) -> Result<()> {
    let config = serde_json::to_value(config)?;
    let done = sqlx::query!(
        "INSERT INTO settings (display_name, primary_color, secondary_color, sign_in_text, config)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        branding.display_name,
        branding.primary_color,
        branding.secondary_color,
        branding.sign_in_text,
        config,
    )
    .execute(writer.connection())
    .await?;
    if done.rows_affected() == 1 {
        keep_version(writer, 1, &config).await?;
    }
    Ok(())
}

/// How the pages look.
pub async fn branding(reader: &mut TenantReader) -> Result<Branding> {
    let branding = sqlx::query_as!(
        Branding,
        "SELECT display_name, primary_color, secondary_color, sign_in_text,
                (SELECT encode(hash, 'hex') FROM logos) AS logo, branding_version AS version
         FROM settings",
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(branding)
}

/// Changes how the pages look; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update_branding(
    writer: &mut TenantWriter,
    fields: &BrandingFields,
    version: Option<i32>,
) -> Result<Branding> {
    sqlx::query_as!(
        Branding,
        "UPDATE settings
         SET display_name = $2, primary_color = $3, secondary_color = $4, sign_in_text = $5,
             branding_version = branding_version + 1, updated_at = now()
         WHERE $1::int IS NULL OR branding_version = $1
         RETURNING display_name, primary_color, secondary_color, sign_in_text,
                   (SELECT encode(hash, 'hex') FROM logos) AS logo, branding_version AS version",
        version,
        fields.display_name,
        fields.primary_color,
        fields.secondary_color,
        fields.sign_in_text,
    )
    .fetch_optional(writer.connection())
    .await?
    .ok_or(Error::ChangedMeanwhile)
}

/// Counts a change of the logo, which is one of the look; [`Error::ChangedMeanwhile`] if `version` is given and not the
/// newest.
pub async fn count_logo(writer: &mut TenantWriter, version: Option<i32>) -> Result<Branding> {
    sqlx::query_as!(
        Branding,
        "UPDATE settings SET branding_version = branding_version + 1, updated_at = now()
         WHERE $1::int IS NULL OR branding_version = $1
         RETURNING display_name, primary_color, secondary_color, sign_in_text,
                   (SELECT encode(hash, 'hex') FROM logos) AS logo, branding_version AS version",
        version,
    )
    .fetch_optional(writer.connection())
    .await?
    .ok_or(Error::ChangedMeanwhile)
}

/// The settings in their newest version.
pub async fn config(reader: &mut TenantReader) -> Result<VersionedConfig> {
    let row = sqlx::query!(
        "SELECT v.config, v.version, v.created_at
         FROM settings s JOIN config_versions v ON v.version = s.config_version",
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(VersionedConfig {
        config: serde_json::from_value(row.config)?,
        version: row.version,
        updated_at: row.created_at,
    })
}

/// Replaces the settings; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update_config(
    writer: &mut TenantWriter,
    config: &TenantConfig,
    version: Option<i32>,
) -> Result<VersionedConfig> {
    let json = serde_json::to_value(config)?;
    let row = sqlx::query!(
        "UPDATE settings SET config = $2, config_version = config_version + 1, updated_at = now()
         WHERE $1::int IS NULL OR config_version = $1
         RETURNING config_version, updated_at",
        version,
        json,
    )
    .fetch_optional(writer.connection())
    .await?
    .ok_or(Error::ChangedMeanwhile)?;
    keep_version(writer, row.config_version, &json).await?;
    Ok(VersionedConfig {
        config: config.clone(),
        version: row.config_version,
        updated_at: row.updated_at,
    })
}

/// A page of the versions that there were, newest first.
pub async fn config_versions(
    reader: &mut TenantReader,
    page: &PageRequest,
) -> Result<Page<ConfigVersion>> {
    let after = Cursor::after_version(page.cursor.as_deref())?;
    let rows = sqlx::query!(
        r#"SELECT v.version AS "version!", v.config AS "config!", v.created_at AS "created_at!", v.author_id,
                  u.name AS "author?", u.key_version AS "author_key?", b.config AS "before?"
           FROM config_versions v
           LEFT JOIN config_versions b ON b.version = v.version - 1
           LEFT JOIN users u ON u.id = v.author_id
           WHERE $1::int IS NULL OR v.version < $1
           ORDER BY v.version DESC LIMIT $2"#,
        after,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    let versions = rows.into_iter().map(|row| {
        let author = row.author_id.zip(row.author_key).map(|(id, key)| {
            let sealed = USERS.row(&keyring, id);
            sealed.open_option("name", key, row.author.as_deref())
        });
        let config: TenantConfig = serde_json::from_value(row.config)?;
        let before = row.before.map(serde_json::from_value).transpose()?;
        Ok(ConfigVersion {
            version: row.version,
            author: author.transpose()?.flatten().map(Sensitive::disclose),
            created_at: row.created_at,
            changes: before.map_or_else(Vec::new, |before| config.changes_since(&before)),
            config,
        })
    });
    let versions = versions.collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(versions, page.rows(), |last| {
        Cursor::version(last.version)
    }))
}

/// The settings as a version had them.
pub async fn config_version(
    reader: &mut TenantReader,
    version: i32,
) -> Result<Option<TenantConfig>> {
    let config = sqlx::query_scalar!(
        "SELECT config FROM config_versions WHERE version = $1",
        version
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(config.map(serde_json::from_value).transpose()?)
}

async fn keep_version(writer: &mut TenantWriter, version: i32, config: &Value) -> Result<()> {
    let author = writer.actor().uuid();
    sqlx::query!(
        "INSERT INTO config_versions (version, config, author_id) VALUES ($1, $2, $3)",
        version,
        config,
        author,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
