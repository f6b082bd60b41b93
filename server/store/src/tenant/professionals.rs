//! Professionals of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    ids::ProfessionalKind,
    professionals::{Professional, ProfessionalFields, ProfessionalFilter},
};
use uuid::Uuid;

use super::own_or_none;
use crate::{
    Error, Own, Result, TenantReader, TenantWriter,
    cursor::{Cursor, contains},
};

struct Row {
    id: Uuid,
    company_id: Option<Uuid>,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    specialty: Option<String>,
    is_active: bool,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for Professional {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            company_id: row.company_id.map(Into::into),
            name: row.name,
            email: row.email,
            phone: row.phone,
            specialty: row.specialty,
            is_active: row.is_active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A page of professionals by name.
pub async fn list(
    reader: &mut TenantReader,
    filter: &ProfessionalFilter,
    page: &PageRequest,
) -> Result<Page<Professional>> {
    let (name, id) = Cursor::after_name(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, specialty, is_active, version, created_at, updated_at
         FROM professionals
         WHERE ($1::text IS NULL OR (lower(name), id) > (lower($1), $2))
           AND ($3::text IS NULL OR name ILIKE $3 OR email ILIKE $3 OR phone ILIKE $3 OR specialty ILIKE $3)
         ORDER BY lower(name), id LIMIT $4",
        name,
        id,
        contains(&filter.q),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let professionals = rows.into_iter().map(Professional::from).collect();
    Ok(Page::from_surplus(professionals, page.rows(), |last| {
        Cursor::name(&last.name, last.id)
    }))
}

/// One professional.
pub async fn find(
    reader: &mut TenantReader,
    id: Own<ProfessionalKind>,
) -> Result<Option<Professional>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, specialty, is_active, version, created_at, updated_at
         FROM professionals WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(Professional::from))
}

/// Professionals in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM professionals"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// Enters a professional.
pub async fn insert(
    writer: &mut TenantWriter,
    fields: &ProfessionalFields,
) -> Result<Professional> {
    let id = writer.new_id::<ProfessionalKind>();
    let company = own_or_none(writer, fields.company_id)?;
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO professionals (id, company_id, name, email, phone, specialty, is_active)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, company_id, name, email, phone, specialty, is_active, version, created_at, updated_at",
        id.uuid(),
        company,
        fields.name,
        fields.email,
        fields.phone,
        fields.specialty,
        fields.is_active,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(row.into())
}

/// Changes a professional; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<ProfessionalKind>,
    fields: &ProfessionalFields,
    version: Option<i32>,
) -> Result<Option<Professional>> {
    let company = own_or_none(writer, fields.company_id)?;
    let row = sqlx::query_as!(
        Row,
        "UPDATE professionals
         SET company_id = $3, name = $4, email = $5, phone = $6, specialty = $7, is_active = $8,
             version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, company_id, name, email, phone, specialty, is_active, version, created_at, updated_at",
        id.uuid(),
        version,
        company,
        fields.name,
        fields.email,
        fields.phone,
        fields.specialty,
        fields.is_active,
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => Ok(Some(row.into())),
        None if find(writer, id).await?.is_some() => Err(Error::ChangedMeanwhile),
        None => Ok(None),
    }
}

/// Deletes a professional; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<ProfessionalKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM professionals WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
