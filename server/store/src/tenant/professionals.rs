//! Professionals of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    ids::{ProfessionalId, ProfessionalKind},
    professionals::{Professional, ProfessionalFields, ProfessionalFilter},
};
use uuid::Uuid;
use vault::Keyring;

use super::{
    as_array,
    by_name::{MOST, Named, NamedPage},
    own_or_none,
    personal::PROFESSIONALS,
};
use crate::{Error, Own, Result, TenantReader, TenantWriter};

struct Row {
    id: Uuid,
    company_id: Option<Uuid>,
    name: Vec<u8>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    specialty: Option<Vec<u8>>,
    key_version: i32,
    is_active: bool,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn open(self, keyring: &Keyring) -> Result<Professional> {
        let (sealed, key) = (PROFESSIONALS.row(keyring, self.id), self.key_version);
        Ok(Professional {
            id: self.id.into(),
            company_id: self.company_id.map(Into::into),
            name: sealed.open("name", key, &self.name)?.disclose(),
            email: sealed
                .open_option("email", key, self.email.as_deref())?
                .map(Sensitive::disclose),
            phone: sealed
                .open_option("phone", key, self.phone.as_deref())?
                .map(Sensitive::disclose),
            specialty: sealed
                .open_option("specialty", key, self.specialty.as_deref())?
                .map(Sensitive::disclose),
            is_active: self.is_active,
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
    specialty: Option<Vec<u8>>,
    search_terms: Vec<i64>,
}

impl Sealed {
    fn new(keyring: &Keyring, id: Uuid, fields: &ProfessionalFields) -> Self {
        let row = PROFESSIONALS.row(keyring, id);
        let (email, phone) = (fields.email.as_deref(), fields.phone.as_deref());
        let specialty = fields.specialty.as_deref();
        let searched = [Some(fields.name.as_str()), email, phone, specialty];
        Self {
            name: row.seal("name", &fields.name),
            email: row.seal_option("email", email),
            phone: row.seal_option("phone", phone),
            specialty: row.seal_option("specialty", specialty),
            search_terms: keyring.search_terms(&PROFESSIONALS, &searched),
        }
    }
}

/// A page of professionals by name.
pub async fn list(
    reader: &mut TenantReader,
    filter: &ProfessionalFilter,
    page: &PageRequest,
) -> Result<Page<Professional>> {
    let keyring = reader.keyring()?;
    let search = keyring.search_query(&PROFESSIONALS, &filter.q);
    let names = sqlx::query_as!(
        Named,
        "SELECT id, name, key_version FROM professionals
         WHERE ($1::bigint[] IS NULL OR search_terms @> $1) AND (is_active OR NOT $2) LIMIT $3",
        search.as_deref(),
        filter.active,
        MOST + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let page = NamedPage::new(&keyring, &PROFESSIONALS, names, page)?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, specialty, key_version, is_active, version, created_at, updated_at
         FROM professionals WHERE id = ANY($1)",
        &page.ids,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter().map(|row| row.open(&keyring));
    let professionals = rows.collect::<Result<Vec<_>>>()?;
    Ok(page.fill(professionals, |professional| professional.id.uuid()))
}

/// One professional.
pub async fn find(
    reader: &mut TenantReader,
    id: Own<ProfessionalKind>,
) -> Result<Option<Professional>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, company_id, name, email, phone, specialty, key_version, is_active, version, created_at, updated_at
         FROM professionals WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| row.open(&keyring)).transpose()
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
    let id = writer.new_id::<ProfessionalKind>().uuid();
    let company = own_or_none(writer, fields.company_id)?;
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id, fields);
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO professionals (id, company_id, name, email, phone, specialty, search_terms, key_version, is_active)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         RETURNING id, company_id, name, email, phone, specialty, key_version, is_active, version, created_at, updated_at",
        id,
        company,
        sealed.name,
        sealed.email,
        sealed.phone,
        sealed.specialty,
        &sealed.search_terms,
        keyring.version(),
        fields.is_active,
    )
    .fetch_one(writer.connection())
    .await?;
    row.open(&keyring)
}

/// Enters many professionals, and answers with their ids in the same order.
pub async fn insert_many(
    writer: &mut TenantWriter,
    fields: &[ProfessionalFields],
) -> Result<Vec<ProfessionalId>> {
    let keyring = writer.keyring()?;
    let ids = fields
        .iter()
        .map(|_| writer.new_id::<ProfessionalKind>().uuid());
    let ids: Vec<Uuid> = ids.collect();
    let companies = fields.iter().map(|one| own_or_none(writer, one.company_id));
    let companies = companies.collect::<Result<Vec<_>>>()?;
    let sealed = ids.iter().zip(fields);
    let sealed: Vec<Sealed> = sealed
        .map(|(id, fields)| Sealed::new(&keyring, *id, fields))
        .collect();
    let names: Vec<&[u8]> = sealed.iter().map(|one| one.name.as_slice()).collect();
    let emails: Vec<Option<&[u8]>> = sealed.iter().map(|one| one.email.as_deref()).collect();
    let phones: Vec<Option<&[u8]>> = sealed.iter().map(|one| one.phone.as_deref()).collect();
    let specialties: Vec<Option<&[u8]>> =
        sealed.iter().map(|one| one.specialty.as_deref()).collect();
    let search_terms: Vec<String> = sealed
        .iter()
        .map(|one| as_array(&one.search_terms))
        .collect();
    let are_active: Vec<bool> = fields.iter().map(|one| one.is_active).collect();
    sqlx::query!(
        "INSERT INTO professionals (id, company_id, name, email, phone, specialty, search_terms, is_active, key_version)
         SELECT id, company_id, name, email, phone, specialty, search_terms::bigint[], is_active, $9
         FROM UNNEST($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[], $8::bool[])
              AS t (id, company_id, name, email, phone, specialty, search_terms, is_active)",
        &ids,
        companies as _,
        names as _,
        emails as _,
        phones as _,
        specialties as _,
        &search_terms,
        &are_active,
        keyring.version(),
    )
    .execute(writer.connection())
    .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Changes a professional; [`Error::ChangedMeanwhile`] if `version` is given and not the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<ProfessionalKind>,
    fields: &ProfessionalFields,
    version: Option<i32>,
) -> Result<Option<Professional>> {
    let company = own_or_none(writer, fields.company_id)?;
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id.uuid(), fields);
    let row = sqlx::query_as!(
        Row,
        "UPDATE professionals
         SET company_id = $3, name = $4, email = $5, phone = $6, specialty = $7, search_terms = $8, key_version = $9,
             is_active = $10, version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, company_id, name, email, phone, specialty, key_version, is_active, version, created_at, updated_at",
        id.uuid(),
        version,
        company,
        sealed.name,
        sealed.email,
        sealed.phone,
        sealed.specialty,
        &sealed.search_terms,
        keyring.version(),
        fields.is_active,
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.open(&keyring).map(Some),
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
