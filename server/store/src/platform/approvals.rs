//! Approvals: what takes two operators, from the asking to the leave to do it.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Page, PageRequest,
    acts::{OperatorAct, OperatorRole},
    approvals::{Approval, ApprovalFilter, ApprovalState, HeldAct},
    ids::{ApprovalId, OperatorId, TenantId},
};
use uuid::Uuid;

use crate::{
    Database, PlatformReader, PlatformWriter, Result, cursor::Cursor,
    transaction::time_ordered_uuid,
};

/// How long others have to decide.
const PATIENCE: TimeDelta = TimeDelta::days(1);

/// Leave to close a tenant. Only this file gives it: where one operator is enough, or as the answer of the row that became
/// approved. Whoever holds one uses it in the transaction that it was got in.
///
/// ```compile_fail,E0451
/// # fn forge(tenant: contract::ids::TenantId) {
/// let leave = store::platform::approvals::Leave { tenant };
/// # }
/// ```
#[must_use = "leave that is not used closes nothing"]
#[derive(Debug)]
pub struct Leave {
    tenant: TenantId,
}

impl Leave {
    /// To close which tenant.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }
}

/// Leave for one operator alone; none where the installation wants two.
pub fn leave_for_one(database: &Database, tenant: TenantId) -> Option<Leave> {
    (!needs_two(database)).then_some(Leave { tenant })
}

/// Whether what destroys most takes two operators here.
pub fn needs_two(database: &Database) -> bool {
    database.settings().destructive_needs_two
}

/// The roles whose operators may ask and decide.
pub fn deciding_roles() -> Vec<String> {
    let may = |role: &&OperatorRole| role.acts().contains(&OperatorAct::TenantLifecycle);
    let roles = OperatorRole::ALL.iter().filter(may);
    roles.map(ToString::to_string).collect()
}

struct Row {
    id: Uuid,
    act: String,
    tenant_id: Uuid,
    tenant_name: String,
    asked_by: Uuid,
    asked_by_name: String,
    reason: String,
    state: String,
    asked_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    decided_by_name: Option<String>,
    note: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl Row {
    fn open(self) -> Result<Approval> {
        Ok(Approval {
            id: self.id.into(),
            act: self.act.parse()?,
            tenant: self.tenant_id.into(),
            tenant_name: self.tenant_name,
            asked_by: self.asked_by.into(),
            asked_by_name: self.asked_by_name,
            reason: self.reason,
            state: self.state.parse()?,
            asked_at: self.asked_at,
            expires_at: self.expires_at,
            decided_by_name: self.decided_by_name,
            note: self.note,
            ended_at: self.ended_at,
        })
    }
}

/// Keeps that somebody asked, for whoever holds the tenant's row. One that still waits is the constraint
/// `approvals_one_waiting_key`; those that cannot be decided any more make room.
pub async fn ask(
    writer: &mut PlatformWriter,
    (act, tenant): (HeldAct, TenantId),
    (asker, asker_version): (OperatorId, i32),
    reason: &str,
    now: DateTime<Utc>,
) -> Result<ApprovalId> {
    sqlx::query!(
        "UPDATE platform.approvals a
         SET outcome = CASE WHEN a.expires_at <= $3 THEN 'lapsed' ELSE 'void' END, ended_at = least(a.expires_at, $3)
         FROM platform.operators o
         WHERE a.tenant_id = $1 AND a.act = $2 AND a.outcome IS NULL AND o.id = a.asked_by
           AND (a.expires_at <= $3 OR o.removed_at IS NOT NULL OR o.access_version <> a.asker_version
                OR o.role <> ALL ($4))",
        tenant.uuid(),
        act.as_str(),
        now,
        &deciding_roles(),
    )
    .execute(writer.connection())
    .await?;
    let id = time_ordered_uuid();
    sqlx::query!(
        "INSERT INTO platform.approvals (id, act, tenant_id, asked_by, asker_version, reason, asked_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        act.as_str(),
        tenant.uuid(),
        asker.uuid(),
        asker_version,
        reason,
        now,
        now + PATIENCE,
    )
    .execute(writer.connection())
    .await?;
    Ok(id.into())
}

/// A page of approvals as they are at this moment, newest first.
pub async fn list(
    reader: &mut PlatformReader,
    filter: &ApprovalFilter,
    page: &PageRequest,
    now: DateTime<Utc>,
) -> Result<Page<Approval>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let tenant = match filter.tenant.trim() {
        "" => None,
        // What is no id is no tenant's.
        word => Some(word.parse().unwrap_or_else(|_| Uuid::nil())),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT * FROM (
             SELECT a.id, a.act, a.tenant_id, t.name AS tenant_name, a.asked_by, o.name AS asked_by_name, a.reason,
                    CASE WHEN a.outcome IS NOT NULL THEN a.outcome WHEN a.expires_at <= $1 THEN 'lapsed'
                         WHEN o.removed_at IS NOT NULL OR o.access_version <> a.asker_version OR o.role <> ALL ($2)
                         THEN 'void' ELSE 'waiting' END AS "state!",
                    a.asked_at, a.expires_at, d.name AS "decided_by_name?", a.note, a.ended_at
             FROM platform.approvals a
             JOIN platform.tenants t ON t.id = a.tenant_id
             JOIN platform.operators o ON o.id = a.asked_by
             LEFT JOIN platform.operators d ON d.id = a.decided_by
             WHERE ($3::uuid IS NULL OR a.tenant_id = $3)
               AND ($4::timestamptz IS NULL OR (a.asked_at, a.id) < ($4, $5))
           ) seen
           WHERE $6 = '' OR "state!" = $6
           ORDER BY asked_at DESC, id DESC LIMIT $7"#,
        now,
        &deciding_roles(),
        tenant,
        at,
        id,
        filter.state.trim(),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows
        .into_iter()
        .map(Row::open)
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(rows, page.rows(), |approval| {
        Cursor::time(approval.asked_at, approval.id.uuid())
    }))
}

/// One approval, as it is at this moment. Held in a transaction, it and its asker's account stay so until the end.
pub async fn find(
    reader: &mut PlatformReader,
    id: ApprovalId,
    now: DateTime<Utc>,
) -> Result<Option<Approval>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT a.id, a.act, a.tenant_id, t.name AS tenant_name, a.asked_by, o.name AS asked_by_name, a.reason,
                  CASE WHEN a.outcome IS NOT NULL THEN a.outcome WHEN a.expires_at <= $1 THEN 'lapsed'
                       WHEN o.removed_at IS NOT NULL OR o.access_version <> a.asker_version OR o.role <> ALL ($2)
                       THEN 'void' ELSE 'waiting' END AS "state!",
                  a.asked_at, a.expires_at, d.name AS "decided_by_name?", a.note, a.ended_at
           FROM platform.approvals a
           JOIN platform.tenants t ON t.id = a.tenant_id
           JOIN platform.operators o ON o.id = a.asked_by
           LEFT JOIN platform.operators d ON d.id = a.decided_by
           WHERE a.id = $3 FOR UPDATE OF a FOR SHARE OF o"#,
        now,
        &deciding_roles(),
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(Row::open).transpose()
}

/// The tenant that an approval is about, whose row is locked before the approval's.
pub async fn tenant_of(reader: &mut PlatformReader, id: ApprovalId) -> Result<Option<TenantId>> {
    let tenant = sqlx::query_scalar!(
        "SELECT tenant_id FROM platform.approvals WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(tenant.map(TenantId::from))
}

/// How many wait for a decision of this operator: those that others asked for.
pub async fn count_waiting(
    reader: &mut PlatformReader,
    decider: OperatorId,
    now: DateTime<Utc>,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM platform.approvals a JOIN platform.operators o ON o.id = a.asked_by
           WHERE a.outcome IS NULL AND a.expires_at > $1 AND a.asked_by <> $2
             AND o.removed_at IS NULL AND o.access_version = a.asker_version AND o.role = ANY ($3)"#,
        now,
        decider.uuid(),
        &deciding_roles(),
    )
    .fetch_one(reader.connection())
    .await?;
    Ok(count)
}

/// Agrees to what waits. The row gives the leave: none if it does not wait any more.
pub async fn approve(
    writer: &mut PlatformWriter,
    id: ApprovalId,
    by: OperatorId,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Option<Leave>> {
    let tenant = decide(writer, id, ApprovalState::Approved, by, note, now).await?;
    Ok(tenant.map(|tenant| Leave { tenant }))
}

/// Does not agree; false if it does not wait any more.
pub async fn decline(
    writer: &mut PlatformWriter,
    id: ApprovalId,
    by: OperatorId,
    note: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let tenant = decide(writer, id, ApprovalState::Declined, by, note, now).await?;
    Ok(tenant.is_some())
}

async fn decide(
    writer: &mut PlatformWriter,
    id: ApprovalId,
    outcome: ApprovalState,
    by: OperatorId,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Option<TenantId>> {
    let tenant = sqlx::query_scalar!(
        "UPDATE platform.approvals SET outcome = $2, decided_by = $3, note = $4, ended_at = $5
         WHERE id = $1 AND outcome IS NULL AND expires_at > $5 AND asked_by <> $3 RETURNING tenant_id",
        id.uuid(),
        outcome.as_str(),
        by.uuid(),
        note,
        now,
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(tenant.map(TenantId::from))
}

/// Takes back what this operator asked for and nobody has decided; false if there is no such thing.
pub async fn withdraw(
    writer: &mut PlatformWriter,
    id: ApprovalId,
    asker: OperatorId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE platform.approvals SET outcome = 'withdrawn', ended_at = $3
         WHERE id = $1 AND asked_by = $2 AND outcome IS NULL AND expires_at > $3",
        id.uuid(),
        asker.uuid(),
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends what waits about a tenant whose status changes: it was asked for as the tenant was before.
pub(super) async fn end_all(writer: &mut PlatformWriter, tenant: TenantId) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.approvals SET outcome = 'void', ended_at = now() WHERE tenant_id = $1 AND outcome IS NULL",
        tenant.uuid(),
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
