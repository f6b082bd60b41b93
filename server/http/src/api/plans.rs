//! Plans.

use axum::Json;
use contract::{
    Fault,
    plans::{PlanDraft, Plans},
    tenants::Strategy,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsOperator, IfMatch, JsonBody, PathText},
    respond::{Answer, Versioned},
    wire::{List, Money, Problems, StrategyWord},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(show, update))
}

/// One plan, in its newest revision.
#[derive(Debug, Serialize, ToSchema)]
struct Plan {
    /// The code that never changes.
    code: String,
    /// Counts up with every edit; the `ETag`. Subscribers stay on theirs.
    revision: i32,
    name: String,
    description: String,
    monthly: Money,
    annual: Money,
    limits: Limits,
    /// Keys of the modules it contains; `*` for all.
    modules: Vec<String>,
    /// Keys of the features it contains.
    features: Vec<String>,
    /// Where its tenants live unless the operator chooses otherwise.
    #[schema(value_type = StrategyWord)]
    strategy: Strategy,
    /// `email`, `priority` or `dedicated`.
    support: String,
    /// Hours in which support answers.
    sla_hours: Option<i32>,
    /// Whether new tenants can choose it.
    is_active: bool,
    /// Tenants on any revision of it.
    tenants: i64,
}

/// What a plan allows; null means without limit.
#[derive(Debug, Serialize, ToSchema)]
struct Limits {
    companies: Option<i64>,
    users_per_company: Option<i64>,
    users: Option<i64>,
    customers: Option<i64>,
    professionals: Option<i64>,
    transactions_per_month: Option<i64>,
    api_calls_per_month: Option<i64>,
    api_calls_per_minute: Option<i64>,
    /// Gigabytes (10^9 bytes).
    storage_gb: Option<i64>,
    /// Gigabytes (10^9 bytes).
    bandwidth_gb_per_month: Option<i64>,
    concurrent_users: Option<i64>,
}

impl From<contract::plans::Limits> for Limits {
    fn from(limits: contract::plans::Limits) -> Self {
        Self {
            companies: limits.companies,
            users_per_company: limits.users_per_company,
            users: limits.users,
            customers: limits.customers,
            professionals: limits.professionals,
            transactions_per_month: limits.transactions_per_month,
            api_calls_per_month: limits.api_calls_per_month,
            api_calls_per_minute: limits.api_calls_per_minute,
            storage_gb: limits.storage_gb,
            bandwidth_gb_per_month: limits.bandwidth_gb_per_month,
            concurrent_users: limits.concurrent_users,
        }
    }
}

impl From<contract::plans::Plan> for Plan {
    fn from(row: contract::plans::Plan) -> Self {
        Self {
            code: row.code,
            revision: row.revision,
            name: row.name,
            description: row.description,
            monthly: row.monthly.into(),
            annual: row.annual.into(),
            limits: row.limits.into(),
            modules: row.modules,
            features: row.features,
            strategy: row.strategy,
            support: row.support,
            sla_hours: row.sla_hours,
            is_active: row.is_active,
            tenants: row.tenants,
        }
    }
}

impl From<contract::plans::Plan> for Versioned<Plan> {
    fn from(row: contract::plans::Plan) -> Self {
        Self {
            version: row.revision,
            body: row.into(),
        }
    }
}

/// The next revision of a plan. The limits that cannot be set here keep their value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanBody {
    name: String,
    #[serde(default)]
    description: String,
    /// Price of a month in minor units.
    monthly_minor: i64,
    /// Price of a year in minor units.
    annual_minor: i64,
    limits: LimitsBody,
    #[schema(value_type = StrategyWord)]
    strategy: String,
    /// `email`, `priority` or `dedicated`.
    support: String,
    /// Whether new tenants can choose it.
    is_active: bool,
}

/// What the plan shall allow; null, or left out, means without limit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LimitsBody {
    companies: Option<i64>,
    users_per_company: Option<i64>,
    users: Option<i64>,
    customers: Option<i64>,
    transactions_per_month: Option<i64>,
    api_calls_per_month: Option<i64>,
    api_calls_per_minute: Option<i64>,
    /// Gigabytes (10^9 bytes).
    storage_gb: Option<i64>,
}

impl From<PlanBody> for PlanDraft {
    fn from(body: PlanBody) -> Self {
        let price = |minor: i64| {
            contract::money::Money {
                minor,
                currency: String::new(),
            }
            .amount()
        };
        let count = |limit: Option<i64>| limit.map(|count| count.to_string()).unwrap_or_default();
        Self {
            name: body.name,
            description: body.description,
            monthly: price(body.monthly_minor),
            annual: price(body.annual_minor),
            companies: count(body.limits.companies),
            users_per_company: count(body.limits.users_per_company),
            users: count(body.limits.users),
            customers: count(body.limits.customers),
            transactions_per_month: count(body.limits.transactions_per_month),
            api_calls_per_month: count(body.limits.api_calls_per_month),
            api_calls_per_minute: count(body.limits.api_calls_per_minute),
            storage_gb: count(body.limits.storage_gb),
            strategy: body.strategy,
            support: body.support,
            is_active: body.is_active,
        }
    }
}

/// The names of the fields as the API has them.
fn api_names(mut fault: Fault) -> Fault {
    fault.fields = std::mem::take(&mut fault.fields)
        .into_iter()
        .map(|(name, sentence)| match name.as_str() {
            "monthly" | "annual" => (format!("{name}_minor"), sentence),
            "name" | "description" | "strategy" | "support" | "is_active" => (name, sentence),
            _ => (format!("limits.{name}"), sentence),
        })
        .collect();
    fault
}

/// Lists every plan, cheapest first.
#[utoipa::path(get, path = "", tag = "platform", operation_id = "plan_list",
    responses((status = 200, body = List<Plan>, description = "Every plan."), Problems))]
async fn list(desk: AsOperator) -> Answer<Json<List<Plan>>> {
    Ok(Json(List::whole(desk.plan_list().await?)))
}

/// Shows a plan.
#[utoipa::path(get, path = "/{code}", tag = "platform", operation_id = "plan_get", params(("code" = String, Path)),
    responses((status = 200, body = Plan, description = "The plan."), Problems))]
async fn show(desk: AsOperator, PathText(code): PathText) -> Answer<Versioned<Plan>> {
    Ok(desk.plan_get(code).await?.into())
}

/// Makes a new revision of a plan.
#[utoipa::path(put, path = "/{code}", tag = "platform", operation_id = "plan_update",
    params(("code" = String, Path), IfMatch), request_body = PlanBody,
    responses((status = 200, body = Plan, description = "The new revision."), Problems))]
async fn update(
    desk: AsOperator,
    PathText(code): PathText,
    IfMatch(revision): IfMatch,
    JsonBody(body): JsonBody<PlanBody>,
) -> Answer<Versioned<Plan>> {
    let plan = desk
        .plan_update(code, body.into(), revision)
        .await
        .map_err(api_names)?;
    Ok(plan.into())
}
