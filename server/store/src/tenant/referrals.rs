//! Referrals of a tenant.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    ids::ReferralKind,
    referrals::{Referral, ReferralFields, ReferralFilter, ReferralStatus},
};
use uuid::Uuid;

use super::own_or_none;
use crate::{
    Error, Own, Result, TenantReader, TenantWriter,
    cursor::{Cursor, contains, searchable},
};

struct Row {
    id: Uuid,
    from_professional_id: Uuid,
    to_professional_id: Uuid,
    customer_id: Option<Uuid>,
    reason: String,
    notes: Option<String>,
    status: String,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<Row> for Referral {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            from_professional_id: row.from_professional_id.into(),
            to_professional_id: row.to_professional_id.into(),
            customer_id: row.customer_id.map(Into::into),
            reason: row.reason,
            notes: row.notes,
            status: row.status.parse()?,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
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
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, from_professional_id, to_professional_id, customer_id, reason, notes, status, version,
                created_at, updated_at
         FROM referrals
         WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2))
           AND ($3::text IS NULL OR reason ILIKE $3 OR notes ILIKE $3)
           AND ($4 = '' OR status = $4)
         ORDER BY created_at DESC, id DESC LIMIT $5",
        at,
        id,
        contains(&filter.q),
        status.trim(),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let referrals = rows.into_iter().map(Referral::try_from);
    let referrals = referrals.collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(referrals, page.rows(), |last| {
        Cursor::time(last.created_at, last.id)
    }))
}

/// One referral.
pub async fn find(reader: &mut TenantReader, id: Own<ReferralKind>) -> Result<Option<Referral>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, from_professional_id, to_professional_id, customer_id, reason, notes, status, version,
                created_at, updated_at
         FROM referrals WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(Referral::try_from).transpose()
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
    let from = writer.own(fields.from_professional_id)?;
    let to = writer.own(fields.to_professional_id)?;
    let customer = own_or_none(writer, fields.customer_id)?;
    let row = sqlx::query_as!(
        Row,
        "INSERT INTO referrals (id, from_professional_id, to_professional_id, customer_id, reason, notes, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, from_professional_id, to_professional_id, customer_id, reason, notes, status, version,
                   created_at, updated_at",
        id.uuid(),
        from.uuid(),
        to.uuid(),
        customer,
        fields.reason,
        fields.notes,
        ReferralStatus::Sent.as_str(),
    )
    .fetch_one(writer.connection())
    .await?;
    row.try_into()
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
    let row = sqlx::query_as!(
        Row,
        "UPDATE referrals
         SET from_professional_id = $3, to_professional_id = $4, customer_id = $5, reason = $6, notes = $7,
             status = coalesce($8, status), version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)
         RETURNING id, from_professional_id, to_professional_id, customer_id, reason, notes, status, version,
                   created_at, updated_at",
        id.uuid(),
        version,
        from.uuid(),
        to.uuid(),
        customer,
        fields.reason,
        fields.notes,
        fields.status.map(ReferralStatus::as_str),
    )
    .fetch_optional(writer.connection())
    .await?;
    match row {
        Some(row) => row.try_into().map(Some),
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
