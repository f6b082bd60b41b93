//! What is shown of a tenant.

use chrono::{DateTime, NaiveDate, Utc};
use contract::tenants as rows;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    respond::Versioned,
    wire::{StepStateWord, StrategyWord, SubscriptionWord, TenantStatusWord},
};

/// One line of the list of tenants.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TenantRow {
    id: Uuid,
    /// First label of its address.
    slug: String,
    /// Short unique code; names its schema, database and role.
    code: String,
    /// Legal or internal name.
    name: String,
    /// The name that its visitors see.
    display_name: String,
    #[schema(value_type = TenantStatusWord)]
    status: rows::TenantStatus,
    /// Code of its plan.
    plan: String,
    #[schema(value_type = StrategyWord)]
    strategy: rows::Strategy,
    /// Key of its vertical template.
    template: String,
    created_at: DateTime<Utc>,
}

/// Everything an operator sees of one tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tenant {
    #[serde(flatten)]
    row: TenantRow,
    /// Why it is suspended, if it is.
    suspension_reason: Option<String>,
    #[schema(value_type = SubscriptionWord)]
    subscription: rows::SubscriptionStatus,
    trial_ends_at: Option<DateTime<Utc>>,
    /// Where invoices go.
    billing_email: String,
    /// The first owner.
    admin: Owner,
    custom_domain: Option<String>,
    /// People who have nothing but passkeys made at the custom domain: once it changes, they are mailed, and their password
    /// alone lets them in.
    domain_passkeys: i64,
    /// Its address for people.
    url: String,
    /// Where its data lives, once it has a place.
    placement: Option<Placement>,
    provisioning: Provisioning,
    /// Counts up with every change; the `ETag`.
    version: i32,
    updated_at: DateTime<Utc>,
}

/// The first owner of a tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Owner {
    name: String,
    email: String,
}

/// Where a tenant's data lives.
#[derive(Debug, Serialize, ToSchema)]
struct Placement {
    /// Name of the database server.
    server: String,
    region: String,
    database: String,
    schema: String,
    /// Database role that reaches it.
    role: String,
}

/// How a tenant came to be.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Provisioning {
    /// In the order they are done.
    steps: Vec<Step>,
    /// Milliseconds from request to live, once live.
    took_ms: Option<i64>,
}

/// One step of provisioning.
#[derive(Debug, Serialize, ToSchema)]
struct Step {
    key: String,
    /// What it does.
    title: String,
    #[schema(value_type = StepStateWord)]
    state: rows::StepState,
    /// Milliseconds it took, once done.
    took_ms: Option<i64>,
    /// Why it failed.
    error: Option<String>,
}

/// What a tenant holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlacementSize {
    tables: Vec<TableSize>,
}

/// Size of one table.
#[derive(Debug, Serialize, ToSchema)]
struct TableSize {
    table: String,
    /// Rows of this tenant.
    rows: i64,
    /// Bytes with indexes; null in `shared`, where a table holds many tenants.
    bytes: Option<i64>,
}

/// Counts of tenants.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TenantCounts {
    /// Tenants that are not deleted.
    total: i64,
    by_status: Vec<Count>,
    by_plan: Vec<Count>,
    by_strategy: Vec<Count>,
    /// New ones on each of the last 30 days (UTC), oldest first.
    by_day: Vec<DayCount>,
    /// Median milliseconds from request to live over the last 100 provisionings.
    provisioning_median_ms: Option<i64>,
}

/// How many tenants have a word.
#[derive(Debug, Serialize, ToSchema)]
struct Count {
    key: String,
    count: i64,
}

/// How many tenants were created on a day.
#[derive(Debug, Serialize, ToSchema)]
struct DayCount {
    day: NaiveDate,
    count: i64,
}

impl From<rows::TenantRow> for TenantRow {
    fn from(row: rows::TenantRow) -> Self {
        Self {
            id: row.id.uuid(),
            slug: row.slug,
            code: row.code,
            name: row.name,
            display_name: row.display_name,
            status: row.status,
            plan: row.plan,
            strategy: row.strategy,
            template: row.template,
            created_at: row.created_at,
        }
    }
}

impl From<rows::Tenant> for Versioned<Tenant> {
    fn from(tenant: rows::Tenant) -> Self {
        Self {
            version: tenant.version,
            body: Tenant {
                row: tenant.row.into(),
                suspension_reason: tenant.suspension_reason,
                subscription: tenant.subscription,
                trial_ends_at: tenant.trial_ends_at,
                billing_email: tenant.billing_email,
                admin: Owner {
                    name: tenant.owner_name,
                    email: tenant.owner_email,
                },
                custom_domain: tenant.custom_domain,
                domain_passkeys: tenant.domain_passkeys,
                url: tenant.url,
                placement: tenant.placement.map(Placement::from),
                provisioning: tenant.provisioning.into(),
                version: tenant.version,
                updated_at: tenant.updated_at,
            },
        }
    }
}

impl From<rows::PlacementView> for Placement {
    fn from(view: rows::PlacementView) -> Self {
        Self {
            server: view.server,
            region: view.region,
            database: view.database,
            schema: view.schema,
            role: view.role,
        }
    }
}

impl From<rows::Provisioning> for Provisioning {
    fn from(provisioning: rows::Provisioning) -> Self {
        Self {
            steps: provisioning.steps.into_iter().map(Step::from).collect(),
            took_ms: provisioning.took_ms,
        }
    }
}

impl From<rows::ProvisioningStep> for Step {
    fn from(step: rows::ProvisioningStep) -> Self {
        Self {
            key: step.key,
            title: step.title,
            state: step.state,
            took_ms: step.took_ms,
            error: step.error,
        }
    }
}

impl From<rows::PlacementSize> for PlacementSize {
    fn from(size: rows::PlacementSize) -> Self {
        let table = |table: rows::TableSize| TableSize {
            table: table.table,
            rows: table.rows,
            bytes: table.bytes,
        };
        Self {
            tables: size.tables.into_iter().map(table).collect(),
        }
    }
}

impl From<rows::TenantCounts> for TenantCounts {
    fn from(counts: rows::TenantCounts) -> Self {
        let by_key = |counts: Vec<(String, i64)>| {
            counts
                .into_iter()
                .map(|(key, count)| Count { key, count })
                .collect()
        };
        Self {
            total: counts.total,
            by_status: by_key(counts.by_status),
            by_plan: by_key(counts.by_plan),
            by_strategy: by_key(counts.by_strategy),
            by_day: counts
                .by_day
                .into_iter()
                .map(|(day, count)| DayCount { day, count })
                .collect(),
            provisioning_median_ms: counts.provisioning_median_ms,
        }
    }
}
