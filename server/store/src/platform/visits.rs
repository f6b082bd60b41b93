//! Visits of operators, and whether a tenant wants to be asked before.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Page, PageRequest,
    ids::{OperatorId, TenantId, UserId, VisitId},
    visits::{Visit, VisitFields, VisitState},
};
use uuid::Uuid;

use crate::{
    PlatformReader, PlatformWriter, Result, cursor::Cursor, transaction::time_ordered_uuid,
};

/// Who asks, and does not get an answer for so long, is not let in any more.
const PATIENCE: TimeDelta = TimeDelta::days(1);

struct Row {
    id: Uuid,
    tenant_id: Uuid,
    operator_id: Uuid,
    operator_name: String,
    reason: String,
    may_write: bool,
    minutes: i32,
    asked_at: DateTime<Utc>,
    refused_at: Option<DateTime<Utc>>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl Row {
    fn at(self, now: DateTime<Utc>) -> Visit {
        let state = match self.ends_at {
            Some(ends_at) if now < ends_at => VisitState::Open,
            Some(_) => VisitState::Over,
            None if self.refused_at.is_some() || now >= self.asked_at + PATIENCE => {
                VisitState::Refused
            }
            None => VisitState::Asked,
        };
        Visit {
            id: self.id.into(),
            tenant: self.tenant_id.into(),
            operator: self.operator_id.into(),
            operator_name: self.operator_name,
            reason: self.reason,
            may_write: self.may_write,
            minutes: self.minutes,
            state,
            asked_at: self.asked_at,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        }
    }
}

/// Keeps that somebody asked for a visit; with `starts_at` it is allowed already.
pub async fn insert(
    writer: &mut PlatformWriter,
    (tenant, operator): (TenantId, OperatorId),
    fields: &VisitFields,
    asked_at: DateTime<Utc>,
    starts_at: Option<DateTime<Utc>>,
) -> Result<VisitId> {
    let id = time_ordered_uuid();
    let length = TimeDelta::minutes(fields.minutes.into());
    sqlx::query!(
        "INSERT INTO platform.visits (id, tenant_id, operator_id, reason, may_write, minutes, asked_at, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        tenant.uuid(),
        operator.uuid(),
        fields.reason,
        fields.may_write,
        fields.minutes,
        asked_at,
        starts_at,
        starts_at.map(|at| at + length),
    )
    .execute(writer.connection())
    .await?;
    Ok(id.into())
}

/// A page of a tenant's visits, newest first, as they are at this moment.
pub async fn list(
    reader: &mut PlatformReader,
    tenant: TenantId,
    page: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<Visit>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let rows = sqlx::query_as!(
        Row,
        "SELECT v.id, v.tenant_id, v.operator_id, o.name AS operator_name, v.reason, v.may_write, v.minutes,
                v.asked_at, v.refused_at, v.starts_at, v.ends_at
         FROM platform.visits v JOIN platform.operators o ON o.id = v.operator_id
         WHERE v.tenant_id = $1 AND ($2::timestamptz IS NULL OR (v.asked_at, v.id) < ($2, $3))
         ORDER BY v.asked_at DESC, v.id DESC LIMIT $4",
        tenant.uuid(),
        at,
        id,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows.into_iter().map(|row| row.at(now)).collect();
    Ok(Page::from_surplus(rows, page.rows(), |visit| {
        Cursor::time(visit.asked_at, visit.id.uuid())
    }))
}

/// A visit of this tenant. Held in a transaction, its row stays as it is until the end.
pub async fn find(
    reader: &mut PlatformReader,
    tenant: TenantId,
    id: VisitId,
    now: DateTime<Utc>,
) -> Result<Option<Visit>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT v.id, v.tenant_id, v.operator_id, o.name AS operator_name, v.reason, v.may_write, v.minutes,
                v.asked_at, v.refused_at, v.starts_at, v.ends_at
         FROM platform.visits v JOIN platform.operators o ON o.id = v.operator_id
         WHERE v.tenant_id = $1 AND v.id = $2 FOR UPDATE OF v",
        tenant.uuid(),
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| row.at(now)))
}

/// The visit that a tenant's pages speak of: a visitor's own, else the open one that may most, else the newest that waits
/// for an answer.
pub async fn current(
    reader: &mut PlatformReader,
    tenant: TenantId,
    own: Option<VisitId>,
    now: DateTime<Utc>,
) -> Result<Option<Visit>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT v.id, v.tenant_id, v.operator_id, o.name AS operator_name, v.reason, v.may_write, v.minutes,
                v.asked_at, v.refused_at, v.starts_at, v.ends_at
         FROM platform.visits v JOIN platform.operators o ON o.id = v.operator_id
         WHERE v.tenant_id = $1
           AND (v.ends_at > $2 OR (v.starts_at IS NULL AND v.refused_at IS NULL AND v.asked_at > $3))
         ORDER BY v.id = $4 DESC NULLS LAST, v.starts_at IS NULL, v.may_write DESC, v.asked_at DESC LIMIT 1",
        tenant.uuid(),
        now,
        now - PATIENCE,
        own.map(VisitId::uuid),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(row.map(|row| row.at(now)))
}

/// Whether this operator is inside, or asks to be. Its tenant's row is held to the end of the transaction: of two who ask
/// at once, one finds the other's visit, and none goes by a rule that changes meanwhile.
pub async fn is_going_on(
    writer: &mut PlatformWriter,
    (tenant, operator): (TenantId, OperatorId),
    now: DateTime<Utc>,
) -> Result<bool> {
    sqlx::query_scalar!(
        "SELECT 1 AS held FROM platform.tenants WHERE id = $1 FOR NO KEY UPDATE",
        tenant.uuid()
    )
    .fetch_optional(writer.connection())
    .await?;
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM platform.visits WHERE tenant_id = $1 AND operator_id = $2
             AND (ends_at > $3 OR (starts_at IS NULL AND refused_at IS NULL AND asked_at > $4))) AS "found!""#,
        tenant.uuid(),
        operator.uuid(),
        now,
        now - PATIENCE,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(found)
}

/// Writes the tenant's answer down.
pub async fn answer(
    writer: &mut PlatformWriter,
    visit: &Visit,
    by: UserId,
    is_allowed: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let ends_at = now + TimeDelta::minutes(visit.minutes.into());
    sqlx::query!(
        "UPDATE platform.visits
         SET answered_by = $2, refused_at = CASE WHEN $3 THEN NULL ELSE $4::timestamptz END,
             starts_at = CASE WHEN $3 THEN $4 END, ends_at = CASE WHEN $3 THEN $5::timestamptz END
         WHERE id = $1",
        visit.id.uuid(),
        by.uuid(),
        is_allowed,
        now,
        ends_at,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Ends a visit that is open, and takes back one that waits for an answer.
pub async fn end(writer: &mut PlatformWriter, id: VisitId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.visits
         SET ends_at = CASE WHEN starts_at IS NOT NULL THEN $2::timestamptz END,
             refused_at = CASE WHEN starts_at IS NULL THEN $2 END
         WHERE id = $1",
        id.uuid(),
        now,
    )
    .execute(writer.connection())
    .await?;
    sqlx::query!(
        "DELETE FROM platform.sessions WHERE visit_id = $1",
        id.uuid()
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Ends every visit of this tenant that is open and that nobody there was asked about; which ones.
pub async fn end_unasked(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    now: DateTime<Utc>,
) -> Result<Vec<VisitId>> {
    let open = sqlx::query_scalar!(
        "SELECT id FROM platform.visits
         WHERE tenant_id = $1 AND ends_at > $2 AND answered_by IS NULL ORDER BY id FOR UPDATE",
        tenant.uuid(),
        now,
    )
    .fetch_all(writer.connection())
    .await?;
    let open: Vec<VisitId> = open.into_iter().map(VisitId::from).collect();
    for visit in &open {
        end(writer, *visit, now).await?;
    }
    Ok(open)
}

/// Uses a way in up that was told at `told_at`; false if it, or a younger one, was used before.
pub async fn enter(
    writer: &mut PlatformWriter,
    id: VisitId,
    told_at: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE platform.visits SET entered_at = $2 WHERE id = $1 AND (entered_at IS NULL OR entered_at < $2)",
        id.uuid(),
        told_at,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the tenant wants to be asked before each visit.
pub async fn needs_consent(reader: &mut PlatformReader, tenant: TenantId) -> Result<bool> {
    let needs = sqlx::query_scalar!(
        "SELECT visits_need_consent FROM platform.tenants WHERE id = $1",
        tenant.uuid()
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(needs.unwrap_or(true))
}

/// Decides whether the tenant wants to be asked.
pub async fn set_needs_consent(
    writer: &mut PlatformWriter,
    tenant: TenantId,
    needs: bool,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenants SET visits_need_consent = $2 WHERE id = $1",
        tenant.uuid(),
        needs,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
