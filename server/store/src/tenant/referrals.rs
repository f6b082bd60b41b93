//! Referrals of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    ids::ReferralKind,
    referrals::{Referral, ReferralFields, ReferralFilter, ReferralStatus},
};
use uuid::Uuid;
use vault::Keyring;

use super::{own_or_none, personal::REFERRALS};
use crate::{
    Error, Own, Result, TenantReader, TenantWriter,
    cursor::{Cursor, searchable},
};

struct Row {
    id: Uuid,
    from_professional_id: Uuid,
    to_professional_id: Uuid,
    customer_id: Option<Uuid>,
    reason: Vec<u8>,
    notes: Option<Vec<u8>>,
    key_version: i32,
    status: String,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn open(self, keyring: &Keyring) -> Result<Referral> {
        let (sealed, key) = (REFERRALS.row(keyring, self.id), self.key_version);
        Ok(Referral {
            id: self.id.into(),
            from_professional_id: self.from_professional_id.into(),
            to_professional_id: self.to_professional_id.into(),
            customer_id: self.customer_id.map(Into::into),
            reason: sealed.open("reason", key, &self.reason)?.disclose(),
            notes: sealed
                .open_option("notes", key, self.notes.as_deref())?
                .map(Sensitive::disclose),
            status: self.status.parse()?,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Fields as they are written.
struct Sealed {
    reason: Vec<u8>,
    notes: Option<Vec<u8>>,
    search_terms: Vec<i64>,
}

impl Sealed {
    fn new(keyring: &Keyring, id: Uuid, fields: &ReferralFields) -> Self {
        let row = REFERRALS.row(keyring, id);
        Self {
            reason: row.seal("reason", &fields.reason),
            notes: row.seal_option("notes", fields.notes.as_deref()),
            search_terms: keyring.search_terms(&REFERRALS, &[Some(&fields.reason)]),
        }
    }
}

/// A page of referrals, newest first.
pub async fn list(
    reader: &mut TenantReader,
    filter: &ReferralFilter,
    page: &PageRequest,
) -> Result<Page<Referral>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let status = searchable(&filter.status);
    let keyring = reader.keyring()?;
    let search = keyring.search_query(&REFERRALS, &filter.q);
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, from_professional_id, to_professional_id, customer_id, reason, notes, key_version, status, version,
                created_at, updated_at
         FROM referrals
         WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2))
           AND ($3::bigint[] IS NULL OR search_terms @> $3)
           AND ($4 = '' OR status = $4)
         ORDER BY created_at DESC, id DESC LIMIT $5",
        at,
        id,
        search.as_deref(),
        status.trim(),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let referrals = rows.into_iter().map(|row| row.open(&keyring));
    let referrals = referrals.collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(referrals, page.rows(), |last| {
        Cursor::time(last.created_at, last.id)
    }))
}

/// One referral.
pub async fn find(reader: &mut TenantReader, id: Own<ReferralKind>) -> Result<Option<Referral>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, from_professional_id, to_professional_id, customer_id, reason, notes, key_version, status, version,
                created_at, updated_at
         FROM referrals WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    let keyring = reader.keyring()?;
    row.map(|row| row.open(&keyring)).transpose()
}

/// Referrals in all.
pub async fn count(reader: &mut TenantReader) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM referrals"#)
        .fetch_one(reader.connection())
        .await?;
    Ok(count)
}

/// How far a referral is, with the row locked until the transaction ends: two transitions never cross.
pub async fn lock_status(
    writer: &mut TenantWriter,
    id: Own<ReferralKind>,
) -> Result<Option<ReferralStatus>> {
    let status = sqlx::query_scalar!(
        "SELECT status FROM referrals WHERE id = $1 FOR UPDATE",
        id.uuid(),
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(status.map(|status| status.parse()).transpose()?)
}

/// Enters a referral as [`ReferralStatus::Sent`].
pub async fn insert(writer: &mut TenantWriter, fields: &ReferralFields) -> Result<Referral> {
    let id = writer.new_id::<ReferralKind>().uuid();
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id, fields);
    let from = writer.own(fields.from_professional_id)?;
    let to = writer.own(fields.to_professional_id)?;
    let customer = own_or_none(writer, fields.customer_id)?;
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO referrals (id, from_professional_id, to_professional_id, customer_id, reason, notes, search_terms,
                                key_version, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         RETURNING id, from_professional_id, to_professional_id, customer_id, reason, notes, key_version, status, version,
                   created_at, updated_at",
        id,
        from.uuid(),
        to.uuid(),
        customer,
        sealed.reason,
        sealed.notes,
        &sealed.search_terms,
        keyring.version(),
        ReferralStatus::Sent.as_str(),
    )
    .fetch_one(writer.connection())
    .await?;
    row.open(&keyring)
}

/// Changes a referral, and how far it is if the fields say; [`Error::ChangedMeanwhile`] if `version` is given and not
/// the newest.
pub async fn update(
    writer: &mut TenantWriter,
    id: Own<ReferralKind>,
    fields: &ReferralFields,
    version: Option<i32>,
) -> Result<Option<Referral>> {
    let from = writer.own(fields.from_professional_id)?;
    let to = writer.own(fields.to_professional_id)?;
    let customer = own_or_none(writer, fields.customer_id)?;
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id.uuid(), fields);
    let row = sqlx::query_as!(
        Row,
        "UPDATE referrals
         SET from_professional_id = $3, to_professional_id = $4, customer_id = $5, reason = $6, notes = $7,
             search_terms = $8, key_version = $9, status = coalesce($10, status), version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, from_professional_id, to_professional_id, customer_id, reason, notes, key_version, status, version,
                   created_at, updated_at",
        id.uuid(),
        version,
        from.uuid(),
        to.uuid(),
        customer,
        sealed.reason,
        sealed.notes,
        &sealed.search_terms,
        keyring.version(),
        fields.status.map(ReferralStatus::as_str),
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.open(&keyring).map(Some),
        None if find(writer, id).await?.is_some() => Err(Error::ChangedMeanwhile),
        None => Ok(None),
    }
}

/// Deletes a referral; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<ReferralKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM referrals WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
