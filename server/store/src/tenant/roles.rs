//! Roles of a tenant: a role's row, not the program, says what it may do.

use chrono::{DateTime, Utc};
use contract::{
    acts::{Act, Role},
    roles::{RoleFields, RoleKey, TenantRole},
};
use serde_json::json;

use crate::{Error, Result, TenantReader, TenantWriter};

struct Row {
    key: String,
    name: String,
    permissions: Vec<String>,
    is_built_in: bool,
    people: i64,
    version: i32,
    created_at: DateTime<Utc>,
}

impl Row {
    fn open(self) -> Result<TenantRole> {
        let known = |word: &String| word.parse::<Act>().ok();
        let mut acts: Vec<Act> = self.permissions.iter().filter_map(known).collect();
        acts.sort_unstable();
        Ok(TenantRole {
            key: self.key.parse()?,
            name: self.name,
            acts,
            is_built_in: self.is_built_in,
            people: self.people,
            version: self.version,
            created_at: self.created_at,
        })
    }
}

/// Adds built-in roles under the tenant's names for them, each with the acts it is seeded with, unless it is there.
pub async fn insert_built_in(writer: &mut TenantWriter, roles: &[(Role, &str)]) -> Result<()> {
    let rows = roles.iter().map(|(role, name)| {
        json!({ "key": role.as_str(), "name": name, "permissions": words(role.acts()) })
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

fn words(acts: &[Act]) -> Vec<String> {
    acts.iter().map(|act| act.as_str().to_owned()).collect()
}

/// Every role of the tenant, in no order that means something.
pub async fn list(reader: &mut TenantReader) -> Result<Vec<TenantRole>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT key, name, permissions, is_built_in, version, created_at,
                  (SELECT count(*) FROM users u
                   WHERE u.tenant_id = roles.tenant_id AND u.role = roles.key AND u.status <> 'removed') AS "people!"
           FROM roles"#,
    )
    .fetch_all(reader.connection())
    .await?;
    rows.into_iter().map(Row::open).collect()
}

/// One role.
pub async fn find(reader: &mut TenantReader, key: &RoleKey) -> Result<Option<TenantRole>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT key, name, permissions, is_built_in, version, created_at,
                  (SELECT count(*) FROM users u
                   WHERE u.tenant_id = roles.tenant_id AND u.role = roles.key AND u.status <> 'removed') AS "people!"
           FROM roles WHERE key = $1"#,
        key.as_str(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(Row::open).transpose()
}

/// Roles in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM roles"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// Adds a role of the tenant's own.
pub async fn insert(writer: &mut TenantWriter, fields: &RoleFields) -> Result<TenantRole> {
    sqlx::query_as!(
        Row,
        r#"INSERT INTO roles (key, name, permissions, is_built_in) VALUES ($1, $2, $3, false)
           RETURNING key, name, permissions, is_built_in, version, created_at, 0::bigint AS "people!""#,
        fields.key.as_str(),
        fields.name,
        &words(&fields.acts),
    )
    .fetch_one(writer.connection())
    .await?
    .open()
}

/// Changes name and acts of a role of the tenant's own; its word stays. [`Error::ChangedMeanwhile`] if `version` is
/// not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    key: &RoleKey,
    fields: &RoleFields,
    version: i32,
) -> Result<TenantRole> {
    sqlx::query_as!(
        Row,
        r#"UPDATE roles SET name = $3, permissions = $4, version = version + 1, updated_at = now()
           WHERE key = $1 AND NOT is_built_in AND version = $2
           RETURNING key, name, permissions, is_built_in, version, created_at,
                     (SELECT count(*) FROM users u
                      WHERE u.tenant_id = roles.tenant_id AND u.role = roles.key AND u.status <> 'removed') AS "people!""#,
        key.as_str(),
        version,
        fields.name,
        &words(&fields.acts),
    )
    .fetch_optional(writer.connection())
    .await?
    .ok_or(Error::ChangedMeanwhile)?
    .open()
}

/// Deletes a role of the tenant's own; answers whether there was one. Whoever was removed while they had it keeps
/// their row, under the built-in role that may least. Fails where somebody else has it.
pub async fn delete(writer: &mut TenantWriter, key: &RoleKey) -> Result<bool> {
    sqlx::query!(
        "UPDATE users SET role = 'read_only' WHERE role = $1 AND status = 'removed'",
        key.as_str(),
    )
    .execute(writer.connection())
    .await?;
    let done = sqlx::query!(
        "DELETE FROM roles WHERE key = $1 AND NOT is_built_in",
        key.as_str()
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
