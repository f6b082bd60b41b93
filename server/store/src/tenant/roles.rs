//! Roles of a tenant: a role's row, not the program, says what it may do.

use contract::acts::{Act, Role};
use serde_json::json;

use crate::{Result, TenantWriter};

/// Adds built-in roles under the tenant's names for them, each with the acts it is seeded with, unless it is there.
pub async fn insert_built_in(writer: &mut TenantWriter, roles: &[(Role, &str)]) -> Result<()> {
    let rows = roles.iter().map(|(role, name)| {
        let permissions: Vec<&str> = role.acts().iter().map(|act: &Act| act.as_str()).collect();
        json!({ "key": role.as_str(), "name": name, "permissions": permissions })
    });
    sqlx::query!(
        "INSERT INTO roles (key, name, permissions, is_built_in)
         SELECT key, name, permissions, true
         FROM jsonb_to_recordset($1) AS new (key text, name text, permissions text[])
         ON CONFLICT DO NOTHING",
        rows.collect::<serde_json::Value>(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
