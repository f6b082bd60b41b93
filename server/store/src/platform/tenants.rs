//! The tenants' records.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest,
    ids::TenantId,
    tenants::{
        Strategy, SubscriptionStatus, TenantCounts, TenantFields, TenantFilter, TenantRow,
        TenantSort, TenantStatus,
    },
};
use uuid::Uuid;

use super::approvals::{self, Leave};
use crate::{
    Error, PlatformReader, PlatformWriter, Result,
    cursor::{Cursor, contains},
};

/// Everything that the control plane records of a tenant.
#[derive(Debug, Clone)]
pub struct Record {
    /// What the list shows.
    pub row: TenantRow,
    /// Host name of its own.
    pub custom_domain: Option<String>,
    /// Why it is suspended.
    pub suspension_reason: Option<String>,
    /// Its subscription.
    pub subscription: SubscriptionStatus,
    /// When the trial ends.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// Where invoices go.
    pub billing_email: String,
    /// Name of the first owner.
    pub owner_name: String,
    /// E-mail address of the first owner.
    pub owner_email: String,
    /// Argon2id of the first owner, until the account exists.
    pub owner_password: Option<String>,
    /// Whether examples were asked for.
    pub demo_data: bool,
    /// Counts up with every change.
    pub version: i32,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// When provisioning ended.
    pub live_at: Option<DateTime<Utc>>,
}

/// A tenant that is to be provisioned.
#[derive(Debug, Clone)]
pub struct NewTenant<'a> {
    /// The tenant's id.
    pub id: TenantId,
    /// The code of its placement.
    pub code: &'a str,
    /// What was asked for.
    pub fields: &'a TenantFields,
    /// Where it will live.
    pub strategy: Strategy,
    /// Revision of the plan that it subscribes to.
    pub plan_revision: i32,
    /// Argon2id of the first owner's password, if one was given.
    pub owner_password: Option<&'a str>,
    /// Whether it is one of the isolation prober's own.
    pub is_canary: bool,
}

/// Inserts a tenant that is to be provisioned. A taken slug is the constraint `tenants_slug_key`.
pub async fn insert(
    writer: &mut PlatformWriter,
    new: &NewTenant<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let fields = new.fields;
    sqlx::query!(
        "INSERT INTO platform.tenants (id, slug, code, name, display_name, status, template, strategy, region, plan,
             plan_revision, subscription, billing_email, owner_name, owner_email, owner_password, demo_data,
             created_at, updated_at, is_canary)
         VALUES ($1, $2, $3, $4, $5, 'provisioning', $6, $7, $8, $9, $10, 'trialing', $12, $11, $12, $13, $14, $15, $15,
                 $16)",
        new.id.uuid(),
        fields.slug,
        new.code,
        fields.name,
        fields.display_name,
        fields.template,
        new.strategy.as_str(),
        fields.region,
        fields.plan,
        new.plan_revision,
        fields.owner_name,
        fields.owner_email,
        new.owner_password,
        fields.demo_data,
        now,
        new.is_canary,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// One tenant.
pub async fn find(reader: &mut PlatformReader, id: TenantId) -> Result<Option<Record>> {
    let row = sqlx::query!(
        "SELECT id, slug, code, custom_domain, name, display_name, status, suspension_reason, template, strategy, plan,
                subscription, trial_ends_at, billing_email, owner_name, owner_email, owner_password, demo_data, version,
                created_at, updated_at, live_at
         FROM platform.tenants WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(|row| {
        Ok(Record {
            row: TenantRow {
                id: row.id.into(),
                slug: row.slug,
                code: row.code,
                name: row.name,
                display_name: row.display_name,
                status: row.status.parse()?,
                plan: row.plan,
                strategy: row.strategy.parse()?,
                template: row.template,
                created_at: row.created_at,
            },
            custom_domain: row.custom_domain,
            suspension_reason: row.suspension_reason,
            subscription: row.subscription.parse()?,
            trial_ends_at: row.trial_ends_at,
            billing_email: row.billing_email,
            owner_name: row.owner_name,
            owner_email: row.owner_email,
            owner_password: row.owner_password,
            demo_data: row.demo_data,
            version: row.version,
            updated_at: row.updated_at,
            live_at: row.live_at,
        })
    })
    .transpose()
}

/// A page of tenants.
pub async fn list(
    reader: &mut PlatformReader,
    filter: &TenantFilter,
    page: &PageRequest,
) -> Result<Page<TenantRow>> {
    let by_name = filter.sort == TenantSort::Name;
    let (after_name, after_at, after_id) = if by_name {
        let (name, id) = Cursor::after_name(page.cursor.as_deref())?;
        (name, None, id)
    } else {
        let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
        (None, at, id)
    };
    let rows = sqlx::query!(
        "SELECT id, slug, code, name, display_name, status, plan, strategy, template, created_at
         FROM platform.tenants
         WHERE status <> 'deleted' AND NOT is_canary
           AND ($1::text IS NULL OR name ILIKE $1 OR slug ILIKE $1 OR display_name ILIKE $1 OR code = $2)
           AND ($3 = '' OR status = $3) AND ($4 = '' OR plan = $4)
           AND ($5 = '' OR strategy = $5) AND ($6 = '' OR template = $6)
           AND ($7::text IS NULL OR (lower(name), id) > ($7, $9))
           AND ($8::timestamptz IS NULL OR (created_at, id) < ($8, $9))
         ORDER BY CASE WHEN $10 THEN lower(name) END, CASE WHEN $10 THEN id END, created_at DESC, id DESC
         LIMIT $11",
        contains(&filter.q),
        filter.q.trim(),
        filter.status.trim(),
        filter.plan.trim(),
        filter.strategy.trim(),
        filter.template.trim(),
        after_name,
        after_at,
        after_id,
        by_name,
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(TenantRow {
                id: row.id.into(),
                slug: row.slug,
                code: row.code,
                name: row.name,
                display_name: row.display_name,
                status: row.status.parse()?,
                plan: row.plan,
                strategy: row.strategy.parse()?,
                template: row.template,
                created_at: row.created_at,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(rows, page.rows(), |row| {
        if by_name {
            Cursor::name(&row.name.to_lowercase(), row.id)
        } else {
            Cursor::time(row.created_at, row.id)
        }
    }))
}

/// The counts of the home page. `now` decides which 30 days (UTC) are shown.
pub async fn counts(reader: &mut PlatformReader, now: DateTime<Utc>) -> Result<TenantCounts> {
    let groups = sqlx::query!(
        r#"SELECT status AS "status?", plan AS "plan?", strategy AS "strategy?", count(*) AS "count!" FROM platform.tenants
           WHERE status <> 'deleted' AND NOT is_canary GROUP BY GROUPING SETS ((status), (plan), (strategy))"#,
    )
    .fetch_all(reader.connection())
    .await?;
    let mut counts = TenantCounts {
        total: 0,
        by_status: Vec::new(),
        by_plan: Vec::new(),
        by_strategy: Vec::new(),
        by_day: Vec::new(),
        provisioning_median_ms: None,
    };
    for group in groups {
        match (group.status, group.plan, group.strategy) {
            (Some(status), ..) => {
                counts.total += group.count;
                counts.by_status.push((status, group.count));
            }
            (_, Some(plan), _) => counts.by_plan.push((plan, group.count)),
            (_, _, Some(strategy)) => counts.by_strategy.push((strategy, group.count)),
            _ => {}
        }
    }
    counts.by_status.sort();
    counts.by_plan.sort();
    counts.by_strategy.sort();
    let days = sqlx::query!(
        r#"SELECT d::date AS "day!", count(t.id) AS "count!"
           FROM generate_series($1::date - 29, $1::date, interval '1 day') d
           LEFT JOIN platform.tenants t ON t.created_at >= d AND t.created_at < d + interval '1 day' AND NOT t.is_canary
           GROUP BY d ORDER BY d"#,
        now.date_naive(),
    )
    .fetch_all(reader.connection())
    .await?;
    counts.by_day = days.into_iter().map(|row| (row.day, row.count)).collect();
    let median = sqlx::query_scalar!(
        r#"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM live_at - created_at) * 1000)
           FROM (SELECT created_at, live_at FROM platform.tenants WHERE live_at IS NOT NULL AND NOT is_canary
                 ORDER BY live_at DESC LIMIT 100) latest"#,
    )
    .fetch_one(reader.connection())
    .await?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of a provisioning; the fraction is not shown"
    )]
    let median = median.map(|ms| ms.round() as i64);
    counts.provisioning_median_ms = median;
    Ok(counts)
}

/// Notes the name that the tenant shows itself under, for whom its own settings are out of reach.
pub async fn note_display_name(
    writer: &mut PlatformWriter,
    id: TenantId,
    name: &str,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenants SET display_name = $2 WHERE id = $1 AND display_name <> $2",
        id.uuid(),
        name,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// What may be edited of a record.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Legal or internal name.
    pub name: String,
    /// Where invoices go.
    pub billing_email: String,
    /// Host name of its own. A taken one is the constraint `tenants_custom_domain_key`.
    pub custom_domain: Option<String>,
}

/// Changes a record if it still has the version that the caller saw.
pub async fn update(
    writer: &mut PlatformWriter,
    id: TenantId,
    edit: &Edit,
    version: Option<i32>,
) -> Result<()> {
    let changed = sqlx::query!(
        "UPDATE platform.tenants SET name = $2, billing_email = $3, custom_domain = $4,
                version = version + 1, updated_at = now()
         WHERE id = $1 AND ($5::int IS NULL OR version = $5)",
        id.uuid(),
        edit.name,
        edit.billing_email,
        edit.custom_domain,
        version,
    )
    .execute(writer.connection())
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile)
    }
}

/// Whether the tenant wants a second factor from everybody.
pub async fn factor_required(reader: &mut PlatformReader, id: TenantId) -> Result<bool> {
    let required = sqlx::query_scalar!(
        "SELECT factor_required FROM platform.tenants WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(required.unwrap_or(true))
}

/// Decides whether the tenant wants a second factor from everybody.
pub async fn set_factor_required(
    writer: &mut PlatformWriter,
    id: TenantId,
    required: bool,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenants SET factor_required = $2 WHERE id = $1",
        id.uuid(),
        required,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The status, with the row locked until the transaction ends: two transitions never cross.
pub async fn lock_status(
    writer: &mut PlatformWriter,
    id: TenantId,
) -> Result<Option<TenantStatus>> {
    let status = sqlx::query_scalar!(
        "SELECT status FROM platform.tenants WHERE id = $1 FOR UPDATE",
        id.uuid()
    )
    .fetch_optional(writer.connection())
    .await?;
    Ok(status.map(|status| status.parse()).transpose()?)
}

/// A status that a tenant gets without leave. Closed is none of them: see [`close`].
#[derive(Debug, Clone, Copy)]
pub enum NextStatus<'a> {
    /// Its provisioning goes on.
    Provisioning,
    /// A step of its provisioning failed.
    ProvisioningFailed,
    /// It is live.
    Active,
    /// It can be read, and why no more than that.
    Suspended(&'a str),
}

impl NextStatus<'_> {
    /// The status itself.
    pub const fn status(self) -> TenantStatus {
        match self {
            Self::Provisioning => TenantStatus::Provisioning,
            Self::ProvisioningFailed => TenantStatus::ProvisioningFailed,
            Self::Active => TenantStatus::Active,
            Self::Suspended(_) => TenantStatus::Suspended,
        }
    }
}

/// Sets the status of a locked row.
pub async fn set_status(
    writer: &mut PlatformWriter,
    id: TenantId,
    next: NextStatus<'_>,
) -> Result<()> {
    let reason = match next {
        NextStatus::Suspended(reason) => Some(reason),
        NextStatus::Provisioning | NextStatus::ProvisioningFailed | NextStatus::Active => None,
    };
    write_status(writer, id, next.status(), reason).await
}

/// Closes the tenant of a locked row, for whoever has leave.
pub async fn close(writer: &mut PlatformWriter, leave: Leave) -> Result<()> {
    write_status(writer, leave.tenant(), TenantStatus::Inactive, None).await
}

async fn write_status(
    writer: &mut PlatformWriter,
    id: TenantId,
    status: TenantStatus,
    reason: Option<&str>,
) -> Result<()> {
    approvals::end_all(writer, id).await?;
    sqlx::query!(
        "UPDATE platform.tenants SET status = $2, suspension_reason = $3, version = version + 1, updated_at = now()
         WHERE id = $1",
        id.uuid(),
        status.as_str(),
        reason,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Ends provisioning: live, on trial where the plan has one, and the owner's first password forgotten.
pub async fn set_live(
    writer: &mut PlatformWriter,
    id: TenantId,
    subscription: SubscriptionStatus,
    trial_ends_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.tenants SET status = 'active', subscription = $2, trial_ends_at = $3, owner_password = NULL,
                live_at = $4, version = version + 1, updated_at = $4
         WHERE id = $1",
        id.uuid(),
        subscription.as_str(),
        trial_ends_at,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// The id of the tenant with this slug.
pub async fn id_by_slug(reader: &mut PlatformReader, slug: &str) -> Result<Option<TenantId>> {
    let id: Option<Uuid> =
        sqlx::query_scalar!("SELECT id FROM platform.tenants WHERE slug = $1", slug)
            .fetch_optional(reader.connection())
            .await?;
    Ok(id.map(TenantId::from))
}

/// A fresh id for a tenant. Made here, where chance and ids live.
pub fn new_id() -> TenantId {
    TenantId::new(crate::transaction::time_ordered_uuid())
}

/// Tenants whose provisioning has not ended, oldest first.
pub async fn provisioning(reader: &mut PlatformReader) -> Result<Vec<TenantId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM platform.tenants WHERE status = 'provisioning' ORDER BY created_at LIMIT 1000"
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(ids.into_iter().map(TenantId::from).collect())
}

/// Tenants that were live at some time, with the first labels of their addresses; without canaries, whose logs prove nothing.
pub async fn with_plane(reader: &mut PlatformReader) -> Result<Vec<(TenantId, String)>> {
    let rows = sqlx::query!(
        "SELECT id, slug FROM platform.tenants
         WHERE status IN ('active', 'suspended', 'inactive') AND NOT is_canary ORDER BY slug",
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id.into(), row.slug))
        .collect())
}
