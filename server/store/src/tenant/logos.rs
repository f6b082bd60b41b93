//! The tenant's logo, in each of its forms.

use contract::logo::LogoForm;

use crate::{Result, TenantReader, TenantWriter};

/// A logo as it was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// SHA-256 of `picture`.
    pub hash: [u8; 32],
    /// PNG, for [`LogoForm::Whole`].
    pub picture: Vec<u8>,
    /// PNG, for [`LogoForm::Icon`].
    pub icon: Vec<u8>,
    /// PNG, for [`LogoForm::TouchIcon`].
    pub touch_icon: Vec<u8>,
}

/// One form of the logo, if the tenant has the logo with this hash.
pub async fn find(
    reader: &mut TenantReader,
    hash: &str,
    form: LogoForm,
) -> Result<Option<Vec<u8>>> {
    let picture = sqlx::query_scalar!(
        r#"SELECT CASE $2 WHEN 'logo.png' THEN picture WHEN 'icon.png' THEN icon ELSE touch_icon END AS "picture!"
           FROM logos WHERE encode(hash, 'hex') = $1"#,
        hash,
        form.file(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(picture)
}

/// Whether the tenant has the logo with this hash, without reading it.
pub async fn is_there(reader: &mut TenantReader, hash: &str) -> Result<bool> {
    let is_there = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM logos WHERE encode(hash, 'hex') = $1) AS "is_there!""#,
        hash
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(is_there)
}

/// Puts a logo in the place of the one before, if there was one.
pub async fn put(writer: &mut TenantWriter, logo: &Logo) -> Result<()> {
    sqlx::query!(
        "INSERT INTO logos (hash, picture, icon, touch_icon) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id) DO UPDATE
         SET hash = $1, picture = $2, icon = $3, touch_icon = $4, created_at = now()",
        &logo.hash[..],
        logo.picture,
        logo.icon,
        logo.touch_icon,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Removes the logo; whether there was one.
pub async fn delete(writer: &mut TenantWriter) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM logos")
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
