//! Locks that make several statements one step for a tenant.

use crate::{Result, TenantWriter};

/// Waits until no other transaction of this tenant holds the lock of this noun, and holds it to the end.
///
/// Two tenants whose keys hash alike wait for each other now and then, and that is all.
pub async fn take(writer: &mut TenantWriter, noun: &str) -> Result<()> {
    let key = format!("{} {noun}", writer.tenant());
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        .execute(writer.connection())
        .await?;
    Ok(())
}
