//! Operators: the people who run the platform.

use chrono::{DateTime, Utc};
use contract::ids::OperatorId;
use uuid::Uuid;

use crate::{PlatformReader, PlatformWriter, Result};

/// An operator's account.
#[derive(Debug, Clone)]
pub struct Operator {
    /// The operator's id.
    pub id: OperatorId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Word of the role.
    pub role: String,
    /// Argon2id, once a password was set.
    pub password_hash: Option<String>,
    /// Counts up when the password changes, or everything that was signed in is to be out.
    pub access_version: i32,
}

/// The account with this address.
pub async fn by_email(reader: &mut PlatformReader, email: &str) -> Result<Option<Operator>> {
    let row = sqlx::query_as!(
        Operator,
        "SELECT id, name, email, role, password_hash, access_version FROM platform.operators
         WHERE email = $1 AND removed_at IS NULL",
        email,
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row)
}

/// The account with this id.
pub async fn find(reader: &mut PlatformReader, id: OperatorId) -> Result<Option<Operator>> {
    let row = sqlx::query_as!(
        Operator,
        "SELECT id, name, email, role, password_hash, access_version FROM platform.operators
         WHERE id = $1 AND removed_at IS NULL",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row)
}

/// The same, and nobody changes it before the end of the transaction: what its role is held to stays so.
pub async fn hold(writer: &mut PlatformWriter, id: OperatorId) -> Result<Option<Operator>> {
    let row = sqlx::query_as!(
        Operator,
        "SELECT id, name, email, role, password_hash, access_version FROM platform.operators
         WHERE id = $1 AND removed_at IS NULL FOR SHARE",
        id.uuid(),
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(row)
}

/// Everybody in these roles.
pub async fn in_roles(reader: &mut PlatformReader, roles: &[String]) -> Result<Vec<Operator>> {
    let rows = sqlx::query_as!(
        Operator,
        "SELECT id, name, email, role, password_hash, access_version FROM platform.operators
         WHERE role = ANY ($1) AND removed_at IS NULL ORDER BY email",
        roles,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows)
}

/// Makes an account, or gives the one with this address a new name, role and password.
pub async fn upsert(
    writer: &mut PlatformWriter,
    name: &str,
    email: &str,
    role: &str,
    password_hash: Option<&str>,
) -> Result<OperatorId> {
    let id = sqlx::query_scalar!(
        "INSERT INTO platform.operators (id, name, email, role, password_hash) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, removed_at = NULL,
             password_hash = coalesce(excluded.password_hash, operators.password_hash),
             access_version = operators.access_version + 1
         RETURNING id",
        Uuid::from(OperatorId::new(crate::transaction::time_ordered_uuid())),
        name,
        email,
        role,
        password_hash,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(id.into())
}

/// Sets a password; every session and token made before is worth nothing. Returns the new access version.
pub async fn set_password(
    writer: &mut PlatformWriter,
    id: OperatorId,
    password_hash: &str,
) -> Result<Option<i32>> {
    let version = sqlx::query_scalar!(
        "UPDATE platform.operators SET password_hash = $2, access_version = access_version + 1
         WHERE id = $1 AND removed_at IS NULL RETURNING access_version",
        id.uuid(),
        password_hash,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(version)
}

/// Makes every session and token of an account worth nothing, and sets a password if one is given. Returns the new
/// access version; none if the one that was seen is not in force any more.
pub async fn renew_access(
    writer: &mut PlatformWriter,
    id: OperatorId,
    seen: i32,
    password_hash: Option<&str>,
) -> Result<Option<i32>> {
    let version = sqlx::query_scalar!(
        "UPDATE platform.operators
         SET password_hash = coalesce($3, password_hash), access_version = access_version + 1
         WHERE id = $1 AND access_version = $2 AND removed_at IS NULL RETURNING access_version",
        id.uuid(),
        seen,
        password_hash,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(version)
}

/// Ends what is signed in to an account; what asks with an access version of before is nobody.
pub async fn end_access(writer: &mut PlatformWriter, id: OperatorId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.operators SET access_version = access_version + 1 WHERE id = $1",
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Makes the password of an account worth nothing, with every session and token; whether there is such an account.
pub async fn forget_password(writer: &mut PlatformWriter, id: OperatorId) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE platform.operators SET password_hash = NULL, access_version = access_version + 1
         WHERE id = $1 AND removed_at IS NULL",
        id.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes a sign-in.
pub async fn touch(writer: &mut PlatformWriter, id: OperatorId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.operators SET last_seen_at = $2 WHERE id = $1",
        id.uuid(),
        now
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// How many operators there are.
pub async fn count(reader: &mut PlatformReader) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM platform.operators WHERE removed_at IS NULL"#
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(count)
}
