//! Services of a tenant, under the categories of its menu.

mod categories;
mod menu;

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    ids::{ServiceCategoryId, ServiceCategoryKind, ServiceId, ServiceKind},
    money::Money,
    services::{Service, ServiceFields},
};
use uuid::Uuid;

pub use categories::{
    categories, delete_category, find_category, insert_category, update_category,
};
pub use menu::{CategorySeed, ServiceSeed, insert_catalogue};

use crate::{
    Error, Own, Result, TenantReader, TenantWriter,
    cursor::{Cursor, contains},
};

struct Row {
    id: Uuid,
    category_id: Uuid,
    category_name: String,
    name: String,
    minutes: i32,
    price_minor: i64,
    currency: String,
    is_active: bool,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for Service {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            category_id: row.category_id.into(),
            category_name: row.category_name,
            name: row.name,
            minutes: row.minutes,
            price: Money {
                minor: row.price_minor,
                currency: row.currency,
            },
            is_active: row.is_active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A page of services by name: those with `q` in their name, under `category` if given.
pub async fn list(
    reader: &mut TenantReader,
    q: &str,
    category: Option<Own<ServiceCategoryKind>>,
    page: &PageRequest,
) -> Result<Page<Service>> {
    let (name, id) = Cursor::after_name(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT s.id AS "id!", s.category_id AS "category_id!", c.name AS "category_name!", s.name AS "name!",
                s.minutes AS "minutes!", s.price_minor AS "price_minor!", s.currency AS "currency!",
                s.is_active AS "is_active!", s.version AS "version!", s.created_at AS "created_at!",
                s.updated_at AS "updated_at!"
         FROM services s JOIN service_categories c ON c.id = s.category_id
         WHERE ($1::text IS NULL OR (lower(s.name), s.id) > (lower($1), $2))
           AND ($3::text IS NULL OR s.name ILIKE $3)
           AND ($4::uuid IS NULL OR s.category_id = $4)
         ORDER BY lower(s.name), s.id LIMIT $5"#,
        name,
        id,
        contains(q),
        category.map(Own::uuid),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let services = rows.into_iter().map(Service::from).collect();
    Ok(Page::from_surplus(
        services,
        page.rows(),
        |last: &Service| Cursor::name(&last.name, last.id),
    ))
}

/// One service.
pub async fn find(reader: &mut TenantReader, id: Own<ServiceKind>) -> Result<Option<Service>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT s.id AS "id!", s.category_id AS "category_id!", c.name AS "category_name!", s.name AS "name!",
                s.minutes AS "minutes!", s.price_minor AS "price_minor!", s.currency AS "currency!",
                s.is_active AS "is_active!", s.version AS "version!", s.created_at AS "created_at!",
                s.updated_at AS "updated_at!"
         FROM services s JOIN service_categories c ON c.id = s.category_id
         WHERE s.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(Into::into))
}

/// Services in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM services"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// Enters a service.
pub async fn insert(writer: &mut TenantWriter, fields: &ServiceFields) -> Result<Service> {
    let id = writer.new_id::<ServiceKind>();
    let category = writer.own(fields.category_id)?;
    sqlx::query!(
        "INSERT INTO services (id, category_id, name, minutes, price_minor, currency, is_active)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        category.uuid(),
        fields.name,
        fields.minutes,
        fields.price.minor,
        fields.price.currency,
        fields.is_active,
    )
    .execute(writer.connection())
    .await?;
    let written = find(writer, id).await?;
    written.ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// Enters many services, and answers with those that are new: one whose name was there under its category already stays as
/// it is.
pub async fn insert_many(
    writer: &mut TenantWriter,
    fields: &[ServiceFields],
) -> Result<Vec<(ServiceId, String)>> {
    let ids: Vec<Uuid> = fields
        .iter()
        .map(|_| writer.new_id::<ServiceKind>().uuid())
        .collect();
    let categories = fields
        .iter()
        .map(|one| Ok(writer.own(one.category_id)?.uuid()));
    let categories = categories.collect::<Result<Vec<_>>>()?;
    let names: Vec<&str> = fields.iter().map(|one| one.name.as_str()).collect();
    let minutes: Vec<i32> = fields.iter().map(|one| one.minutes).collect();
    let prices: Vec<i64> = fields.iter().map(|one| one.price.minor).collect();
    let currencies: Vec<&str> = fields.iter().map(|one| &*one.price.currency).collect();
    let are_active: Vec<bool> = fields.iter().map(|one| one.is_active).collect();
    let rows = sqlx::query!(
        "INSERT INTO services (id, category_id, name, minutes, price_minor, currency, is_active)
         SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::bool[])
         ON CONFLICT ON CONSTRAINT services_name_per_category_key DO NOTHING RETURNING id, name",
        &ids,
        &categories,
        names as _,
        &minutes,
        &prices,
        currencies as _,
        &are_active,
    )
    .fetch_all(writer.connection())
    .await?;
    let rows = rows.into_iter().map(|row| (row.id.into(), row.name));
    Ok(rows.collect())
}

/// Which names are taken, under which category.
pub async fn names(reader: &mut TenantReader) -> Result<Vec<(ServiceCategoryId, String)>> {
    let rows = sqlx::query!("SELECT category_id, name FROM services")
        .fetch_all(reader.connection())
        .await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.category_id.into(), row.name)).collect())
}

/// Changes a service; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<ServiceKind>,
    fields: &ServiceFields,
    version: Option<i32>,
) -> Result<Option<Service>> {
    let category = writer.own(fields.category_id)?;
    let done = sqlx::query!(
        "UPDATE services
         SET category_id = $3, name = $4, minutes = $5, price_minor = $6, currency = $7, is_active = $8,
             version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)",
        id.uuid(),
        version,
        category.uuid(),
        fields.name,
        fields.minutes,
        fields.price.minor,
        fields.price.currency,
        fields.is_active,
    )
    .execute(writer.connection())
    .await?;
    let service = find(writer, id).await?;
    if done.rows_affected() == 0 && service.is_some() {
        return Err(Error::ChangedMeanwhile);
    }
    Ok(service)
}

/// Deletes a service; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<ServiceKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM services WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
