//! Customers of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    customers::{Customer, CustomerFields, CustomerFilter, CustomerSort},
    ids::CustomerKind,
};
use uuid::Uuid;

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
    notes: Option<String>,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for Customer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            company_id: row.company_id.map(Into::into),
            name: row.name,
            email: row.email,
            phone: row.phone,
            notes: row.notes,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A page of customers.
pub async fn list(
    reader: &mut TenantReader,
    filter: &CustomerFilter,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let search = contains(&filter.q);
    match filter.sort {
        CustomerSort::Newest => newest(reader, search, page).await,
        CustomerSort::Name => by_name(reader, search, page).await,
    }
}

async fn newest(
    reader: &mut TenantReader,
    search: Option<String>,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, version, created_at, updated_at
         FROM customers
         WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2))
           AND ($3::text IS NULL OR name ILIKE $3 OR email ILIKE $3 OR phone ILIKE $3)
         ORDER BY created_at DESC, id DESC LIMIT $4",
        at,
        id,
        search,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(to_page(rows, page, |customer| {
        Cursor::time(customer.created_at, customer.id)
    }))
}

async fn by_name(
    reader: &mut TenantReader,
    search: Option<String>,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let (name, id) = Cursor::after_name(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, version, created_at, updated_at
         FROM customers
         WHERE ($1::text IS NULL OR (lower(name), id) > (lower($1), $2))
           AND ($3::text IS NULL OR name ILIKE $3 OR email ILIKE $3 OR phone ILIKE $3)
         ORDER BY lower(name), id LIMIT $4",
        name,
        id,
        search,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(to_page(rows, page, |customer| {
        Cursor::name(&customer.name, customer.id)
    }))
}

fn to_page(
    rows: Vec<Row>,
    page: &PageRequest,
    cursor: impl Fn(&Customer) -> String,
) -> Page<Customer> {
    let customers = rows.into_iter().map(Customer::from).collect();
    Page::from_surplus(customers, page.rows(), cursor)
}

/// One customer.
pub async fn find(reader: &mut TenantReader, id: Own<CustomerKind>) -> Result<Option<Customer>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, version, created_at, updated_at
         FROM customers WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(Customer::from))
}

/// Customers in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM customers"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// Customers entered at this time or later.
pub async fn count_since(reader: &mut TenantReader, since: DateTime<Utc>) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM customers WHERE created_at >= $1"#,
        since
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(count)
}

/// Enters a customer.
pub async fn insert(writer: &mut TenantWriter, fields: &CustomerFields) -> Result<Customer> {
    let id = writer.new_id::<CustomerKind>();
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO customers (id, name, email, phone, notes) VALUES ($1, $2, $3, $4, $5)
         RETURNING id, company_id, name, email, phone, notes, version, created_at, updated_at",
        id.uuid(),
        fields.name,
        fields.email,
        fields.phone,
        fields.notes,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(row.into())
}

/// Enters many customers in one statement; answers how many.
pub async fn insert_many(writer: &mut TenantWriter, fields: &[CustomerFields]) -> Result<u64> {
    let ids: Vec<Uuid> = fields
        .iter()
        .map(|_| writer.new_id::<CustomerKind>().uuid())
        .collect();
    let names: Vec<&str> = fields.iter().map(|one| one.name.as_str()).collect();
    let emails: Vec<Option<&str>> = fields.iter().map(|one| one.email.as_deref()).collect();
    let phones: Vec<Option<&str>> = fields.iter().map(|one| one.phone.as_deref()).collect();
    let notes: Vec<Option<&str>> = fields.iter().map(|one| one.notes.as_deref()).collect();
    let done = sqlx::query!(
        "INSERT INTO customers (id, name, email, phone, notes)
         SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])",
        &ids,
        names as _,
        emails as _,
        phones as _,
        notes as _,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Changes a customer; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<CustomerKind>,
    fields: &CustomerFields,
    version: Option<i32>,
) -> Result<Option<Customer>> {
    let row = sqlx::query_as!(
        Row,
        "UPDATE customers
         SET name = $3, email = $4, phone = $5, notes = $6, version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, company_id, name, email, phone, notes, version, created_at, updated_at",
        id.uuid(),
        version,
        fields.name,
        fields.email,
        fields.phone,
        fields.notes,
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => Ok(Some(row.into())),
        None if find(writer, id).await?.is_some() => Err(Error::ChangedMeanwhile),
        None => Ok(None),
    }
}

/// Deletes a customer; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<CustomerKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM customers WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
