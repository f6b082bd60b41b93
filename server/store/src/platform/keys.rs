//! Wrapped data keys of tenants.

use contract::ids::TenantId;

use crate::{PlatformReader, PlatformWriter, Result};

/// Keeps the first key of a tenant; a repeated call changes nothing.
pub async fn insert_first(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    wrapped: &[u8],
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO platform.tenant_keys (tenant_id, version, wrapped) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING",
        tenant.uuid(),
        wrapped,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The newest key of a tenant, still wrapped, with its version.
pub async fn newest(
    reader: &mut PlatformReader,
    tenant: TenantId,
) -> Result<Option<(i32, Vec<u8>)>> {
    let row = sqlx::query!(
        "SELECT version, wrapped FROM platform.tenant_keys WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1",
        tenant.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| (row.version, row.wrapped)))
}
