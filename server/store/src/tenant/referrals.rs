//! Referrals of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    ids::ReferralKind,
    referrals::{Referral, ReferralFields, ReferralFilter, ReferralStatus},
};
use uuid::Uuid;
use vault::Keyring;

use super::{
    own_or_none,
    personal::{CUSTOMERS, PROFESSIONALS, REFERRALS},
};
use crate::{
    Error, Own, Result, TenantReader, TenantWriter,
    cursor::{Cursor, searchable},
};

struct Row {
    id: Uuid,
    from_professional_id: Uuid,
    from_name: Vec<u8>,
    from_key: i32,
    to_professional_id: Uuid,
    to_name: Vec<u8>,
    to_key: i32,
    customer_id: Option<Uuid>,
    customer_name: Option<Vec<u8>>,
    customer_key: Option<i32>,
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
        let (from, to) = (self.from_professional_id, self.to_professional_id);
        let professional =
            |id, key, name: &[u8]| PROFESSIONALS.row(keyring, id).open("name", key, name);
        let customer = self.customer_id.zip(self.customer_key);
        let customer_name = customer.map(|(id, key)| {
            CUSTOMERS
                .row(keyring, id)
                .open_option("name", key, self.customer_name.as_deref())
        });
        Ok(Referral {
            id: self.id.into(),
            from_professional_id: from.into(),
            from_professional_name: professional(from, self.from_key, &self.from_name)?.disclose(),
            to_professional_id: to.into(),
            to_professional_name: professional(to, self.to_key, &self.to_name)?.disclose(),
            customer_id: self.customer_id.map(Into::into),
            customer_name: customer_name
                .transpose()?
                .flatten()
                .map(Sensitive::disclose),
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
        r#"SELECT r.id AS "id!", r.from_professional_id AS "from_professional_id!", f.name AS "from_name!",
                f.key_version AS "from_key!", r.to_professional_id AS "to_professional_id!", t.name AS "to_name!",
                t.key_version AS "to_key!", r.customer_id, c.name AS "customer_name?", c.key_version AS "customer_key?",
                r.reason AS "reason!", r.notes, r.key_version AS "key_version!", r.status AS "status!",
                r.version AS "version!", r.created_at AS "created_at!", r.updated_at AS "updated_at!"
         FROM referrals r
         JOIN professionals f ON f.id = r.from_professional_id
         JOIN professionals t ON t.id = r.to_professional_id
         LEFT JOIN customers c ON c.id = r.customer_id
         WHERE ($1::timestamptz IS NULL OR (r.created_at, r.id) < ($1, $2))
           AND ($3::bigint[] IS NULL OR r.search_terms @> $3)
           AND ($4 = '' OR r.status = $4)
         ORDER BY r.created_at DESC, r.id DESC LIMIT $5"#,
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
        r#"SELECT r.id AS "id!", r.from_professional_id AS "from_professional_id!", f.name AS "from_name!",
                f.key_version AS "from_key!", r.to_professional_id AS "to_professional_id!", t.name AS "to_name!",
                t.key_version AS "to_key!", r.customer_id, c.name AS "customer_name?", c.key_version AS "customer_key?",
                r.reason AS "reason!", r.notes, r.key_version AS "key_version!", r.status AS "status!",
                r.version AS "version!", r.created_at AS "created_at!", r.updated_at AS "updated_at!"
         FROM referrals r
         JOIN professionals f ON f.id = r.from_professional_id
         JOIN professionals t ON t.id = r.to_professional_id
         LEFT JOIN customers c ON c.id = r.customer_id
         WHERE r.id = $1"#,
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
    let id = writer.new_id::<ReferralKind>();
    let keyring = writer.keyring()?;
    let sealed = Sealed::new(&keyring, id.uuid(), fields);
    let from = writer.own(fields.from_professional_id)?;
    let to = writer.own(fields.to_professional_id)?;
    let customer = own_or_none(writer, fields.customer_id)?;
    sqlx::query!(
        "INSERT INTO referrals (id, from_professional_id, to_professional_id, customer_id, reason, notes, search_terms,
                                key_version, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.uuid(),
        from.uuid(),
        to.uuid(),
        customer,
        sealed.reason,
        sealed.notes,
        &sealed.search_terms,
        keyring.version(),
        ReferralStatus::Sent.as_str(),
    )
    .execute(writer.connection())
    .await?;
    let written = find(writer, id).await?;
    written.ok_or_else(|| sqlx::Error::RowNotFound.into())
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
    let done = sqlx::query!(
        "UPDATE referrals
         SET from_professional_id = $3, to_professional_id = $4, customer_id = $5, reason = $6, notes = $7,
             search_terms = $8, key_version = $9, status = coalesce($10, status), version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)",
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
    .execute(writer.connection())
    .await?;
    let referral = find(writer, id).await?;
    if done.rows_affected() == 0 && referral.is_some() {
        return Err(Error::ChangedMeanwhile);
    }
    Ok(referral)
}

/// Deletes a referral; answers whether there was one.
pub async fn delete(writer: &mut TenantWriter, id: Own<ReferralKind>) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM referrals WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
