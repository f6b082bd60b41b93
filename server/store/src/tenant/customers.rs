//! Customers of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    customers::{Customer, CustomerFields, CustomerFilter, CustomerSort},
    ids::{CustomerId, CustomerKind},
};
use uuid::Uuid;
use vault::Keyring;

use super::{
    as_array,
    by_name::{MOST, Named, NamedPage},
    personal::CUSTOMERS,
};
use crate::{Error, Own, Result, TenantReader, TenantWriter, cursor::Cursor};

struct Row {
    id: Uuid,
    company_id: Option<Uuid>,
    name: Vec<u8>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    notes: Option<Vec<u8>>,
    key_version: i32,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn open(self, keyring: &Keyring) -> Result<Customer> {
        let (sealed, key) = (CUSTOMERS.row(keyring, self.id), self.key_version);
        Ok(Customer {
            id: self.id.into(),
            company_id: self.company_id.map(Into::into),
            name: sealed.open("name", key, &self.name)?.disclose(),
            email: sealed
                .open_option("email", key, self.email.as_deref())?
                .map(Sensitive::disclose),
            phone: sealed
                .open_option("phone", key, self.phone.as_deref())?
                .map(Sensitive::disclose),
            notes: sealed
                .open_option("notes", key, self.notes.as_deref())?
                .map(Sensitive::disclose),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Fields as they are written.
struct Sealed {
    name: Vec<u8>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    notes: Option<Vec<u8>>,
    search_terms: Vec<i64>,
}

impl Sealed {
    fn new(keyring: &Keyring, id: Uuid, fields: &CustomerFields) -> Self {
        let row = CUSTOMERS.row(keyring, id);
        let (email, phone) = (fields.email.as_deref(), fields.phone.as_deref());
        Self {
            name: row.seal("name", &fields.name),
            email: row.seal_option("email", email),
            phone: row.seal_option("phone", phone),
            notes: row.seal_option("notes", fields.notes.as_deref()),
            search_terms: keyring.search_terms(&CUSTOMERS, &[Some(&fields.name), email, phone]),
        }
    }
}

/// A page of customers.
pub async fn list(
    reader: &mut TenantReader,
    filter: &CustomerFilter,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let keyring = reader.keyring()?;
    let search = keyring.search_query(&CUSTOMERS, &filter.q);
    let search = search.as_deref();
    match filter.sort {
        CustomerSort::Newest => newest(reader, &keyring, search, page).await,
        CustomerSort::Name => by_name(reader, &keyring, search, page).await,
    }
}

async fn newest(
    reader: &mut TenantReader,
    keyring: &Keyring,
    search: Option<&[i64]>,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, key_version, version, created_at, updated_at
         FROM customers
         WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2))
           AND ($3::bigint[] IS NULL OR search_terms @> $3)
         ORDER BY created_at DESC, id DESC LIMIT $4",
        at,
        id,
        search,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter().map(|row| row.open(keyring));
    let customers = rows.collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(customers, page.rows(), |last| {
        Cursor::time(last.created_at, last.id)
    }))
}

async fn by_name(
    reader: &mut TenantReader,
    keyring: &Keyring,
    search: Option<&[i64]>,
    page: &PageRequest,
) -> Result<Page<Customer>> {
    let names = sqlx::query_as!(
        Named,
        "SELECT id, name, key_version FROM customers
         WHERE ($1::bigint[] IS NULL OR search_terms @> $1) LIMIT $2",
        search,
        MOST + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let page = NamedPage::new(keyring, &CUSTOMERS, names, page)?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, key_version, version, created_at, updated_at
         FROM customers WHERE id = ANY($1)",
        &page.ids,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter().map(|row| row.open(keyring));
    let customers = rows.collect::<Result<Vec<_>>>()?;
    Ok(page.fill(customers, |customer| customer.id.uuid()))
}

/// One customer.
pub async fn find(reader: &mut TenantReader, id: Own<CustomerKind>) -> Result<Option<Customer>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, notes, key_version, version, created_at, updated_at
         FROM customers WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| row.open(&keyring)).transpose()
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
    let id = writer.new_id::<CustomerKind>().uuid();
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id, fields);
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO customers (id, name, email, phone, notes, search_terms, key_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, company_id, name, email, phone, notes, key_version, version, created_at, updated_at",
        id,
        sealed.name,
        sealed.email,
        sealed.phone,
        sealed.notes,
        &sealed.search_terms,
        keyring.version(),
    )
    .fetch_one(writer.connection())
    .await?;
    row.open(&keyring)
}

/// Enters many customers, and answers with their ids in the same order.
pub async fn insert_many(
    writer: &mut TenantWriter,
    fields: &[CustomerFields],
) -> Result<Vec<CustomerId>> {
    let keyring = writer.keyring()?;
    let ids = fields
        .iter()
        .map(|_| writer.new_id::<CustomerKind>().uuid());
    let ids: Vec<Uuid> = ids.collect();
    let sealed = ids.iter().zip(fields);
    let sealed: Vec<Sealed> = sealed
        .map(|(id, fields)| Sealed::new(&keyring, *id, fields))
        .collect();
    let names: Vec<&[u8]> = sealed.iter().map(|one| one.name.as_slice()).collect();
    let emails: Vec<Option<&[u8]>> = sealed.iter().map(|one| one.email.as_deref()).collect();
    let phones: Vec<Option<&[u8]>> = sealed.iter().map(|one| one.phone.as_deref()).collect();
    let notes: Vec<Option<&[u8]>> = sealed.iter().map(|one| one.notes.as_deref()).collect();
    let search_terms: Vec<String> = sealed
        .iter()
        .map(|one| as_array(&one.search_terms))
        .collect();
    sqlx::query!(
        "INSERT INTO customers (id, name, email, phone, notes, search_terms, key_version)
         SELECT id, name, email, phone, notes, search_terms::bigint[], $7
         FROM UNNEST($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[])
              AS t (id, name, email, phone, notes, search_terms)",
        &ids,
        names as _,
        emails as _,
        phones as _,
        notes as _,
        &search_terms,
        keyring.version(),
    )
    .execute(writer.connection())
    .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Changes a customer; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<CustomerKind>,
    fields: &CustomerFields,
    version: Option<i32>,
) -> Result<Option<Customer>> {
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id.uuid(), fields);
    let row = sqlx::query_as!(
        Row,
        "UPDATE customers
         SET name = $3, email = $4, phone = $5, notes = $6, search_terms = $7, key_version = $8,
             version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, company_id, name, email, phone, notes, key_version, version, created_at, updated_at",
        id.uuid(),
        version,
        sealed.name,
        sealed.email,
        sealed.phone,
        sealed.notes,
        &sealed.search_terms,
        keyring.version(),
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.open(&keyring).map(Some),
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
