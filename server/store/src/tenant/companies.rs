//! Companies of a tenant. A plan limits their number, so the list has no pages.

use contract::{
    companies::{Company, CompanyFields},
    ids::CompanyKind,
};

use crate::{Error, Own, Result, TenantReader, TenantWriter};

/// Every company, the default one first.
pub async fn list(reader: &mut TenantReader) -> Result<Vec<Company>> {
    let companies = sqlx::query_as!(
        Company,
        "SELECT id, name, is_default, version, created_at
         FROM companies ORDER BY is_default DESC, lower(name), id",
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(companies)
}

/// One company.
pub async fn find(reader: &mut TenantReader, id: Own<CompanyKind>) -> Result<Option<Company>> {
    let company = sqlx::query_as!(
        Company,
        "SELECT id, name, is_default, version, created_at FROM companies WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(company)
}

/// Companies in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM companies"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// Adds a company.
pub async fn insert(writer: &mut TenantWriter, fields: &CompanyFields) -> Result<Company> {
    let id = writer.new_id::<CompanyKind>();
    let company = sqlx::query_as!(
        Company,
        "INSERT INTO companies (id, name) VALUES ($1, $2)
         RETURNING id, name, is_default, version, created_at",
        id.uuid(),
        fields.name,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(company)
}

/// Adds the company that every tenant starts with, unless there is one.
pub async fn insert_default(writer: &mut TenantWriter, name: &str) -> Result<()> {
    let id = writer.new_id::<CompanyKind>();
    sqlx::query!(
        "INSERT INTO companies (id, name, is_default) VALUES ($1, $2, true) ON CONFLICT DO NOTHING",
        id.uuid(),
        name,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Renames a company; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<CompanyKind>,
    fields: &CompanyFields,
    version: Option<i32>,
) -> Result<Option<Company>> {
    let company = sqlx::query_as!(
        Company,
        "UPDATE companies SET name = $3, version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, name, is_default, version, created_at",
        id.uuid(),
        version,
        fields.name,
    )
    .fetch_optional(writer.connection())
    .await?;
    if company.is_none() && find(writer, id).await?.is_some() {
        return Err(Error::ChangedMeanwhile);
    }
    Ok(company)
}

/// Deletes a company; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<CompanyKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM companies WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
