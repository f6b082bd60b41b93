//! Which modules of the catalogue a tenant has.

use super::{companies, customers, professionals, referrals, services};
use crate::{Error, Result, TenantReader, TenantWriter};

/// Switches modules on that the tenant has not heard of yet; one that it switched off stays off.
pub async fn insert(writer: &mut TenantWriter, keys: &[&str]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO modules (key, enabled) SELECT key, true FROM UNNEST($1::text[]) AS new (key)
         ON CONFLICT DO NOTHING",
        keys as _,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Keys of the modules that are on.
pub async fn enabled(reader: &mut TenantReader) -> Result<Vec<String>> {
    let keys = sqlx::query_scalar!("SELECT key FROM modules WHERE enabled ORDER BY key")
        .fetch_all(reader.connection())
        .await?;
    Ok(keys)
}

/// Switches modules on or off; one that the tenant has not heard of yet is noted.
pub async fn switch(writer: &mut TenantWriter, keys: &[&str], enabled: bool) -> Result<()> {
    sqlx::query!(
        "INSERT INTO modules (key, enabled) SELECT key, $2 FROM UNNEST($1::text[]) AS new (key)
         ON CONFLICT (tenant_id, key) DO UPDATE SET enabled = excluded.enabled, updated_at = now()",
        keys as _,
        enabled,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Records in a table of a module.
///
/// # Errors
///
/// [`Error::Corrupt`] for a table that no module has.
pub async fn count_records(reader: &mut TenantReader, table: &str) -> Result<i64> {
    match table {
        "companies" => companies::count(reader).await,
        "customers" => customers::count(reader).await,
        "professionals" => professionals::count(reader).await,
        "services" => services::count(reader).await,
        "referrals" => referrals::count(reader).await,
        _ => Err(Error::Corrupt(format!("no module has a table {table}"))),
    }
}
