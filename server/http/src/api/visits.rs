//! Visits of operators, as they ask for them and as the tenant sees them.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    ids::{TenantKind, VisitKind},
    visits::{VisitDraft, VisitState, Visiting, Visitors},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsOperator, AsTenant, JsonBody, Params, PathId, PathIds, page},
    respond::{Answer, ToldOnce},
    wire::{List, Problems, VisitStateWord},
};

/// Below a tenant, for operators.
pub(super) fn of_operators() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, ask))
        .routes(routes!(end))
        .routes(routes!(way_in))
}

/// For the tenant's people.
pub(super) fn of_tenant() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(visitors))
        .routes(routes!(rule, set_rule))
        .routes(routes!(send_away))
        .routes(routes!(answer))
}

/// An operator's visit to a tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Visit {
    id: Uuid,
    /// Whose workspace.
    tenant_id: Uuid,
    /// Who visits.
    operator_id: Uuid,
    operator_name: String,
    /// Why.
    reason: String,
    /// Whether the visitor may change things, or only look.
    may_write: bool,
    /// How long it was asked for.
    minutes: i32,
    #[schema(value_type = VisitStateWord)]
    state: VisitState,
    asked_at: DateTime<Utc>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

impl From<contract::visits::Visit> for Visit {
    fn from(visit: contract::visits::Visit) -> Self {
        Self {
            id: visit.id.uuid(),
            tenant_id: visit.tenant.uuid(),
            operator_id: visit.operator.uuid(),
            operator_name: visit.operator_name,
            reason: visit.reason,
            may_write: visit.may_write,
            minutes: visit.minutes,
            state: visit.state,
            asked_at: visit.asked_at,
            starts_at: visit.starts_at,
            ends_at: visit.ends_at,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct VisitQuery {
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// What an operator asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VisitBody {
    /// A sentence that the tenant reads, 10 to 300 characters.
    #[serde(default)]
    #[schema(required)]
    reason: String,
    /// How long, 5 to 240 minutes.
    minutes: i32,
    /// Whether things are to be changed.
    #[serde(default)]
    may_write: bool,
}

/// Where a visitor comes in.
#[derive(Debug, Serialize, ToSchema)]
struct WayIn {
    /// For this operator, once, within five minutes.
    url: String,
}

/// The tenant's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerBody {
    /// Whether the visitor may come in.
    allow: bool,
}

/// How the tenant wants it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VisitRule {
    /// Whether operators are let in only after somebody of the tenant allowed it.
    ask_first: bool,
}

/// Lists the visits of a tenant, newest first.
#[utoipa::path(get, path = "/{id}/visits", tag = "tenants", operation_id = "tenant_visits",
    params(("id" = Uuid, Path), VisitQuery),
    responses((status = 200, body = List<Visit>, description = "A page of visits."), Problems))]
async fn list(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    Params(query): Params<VisitQuery>,
) -> Answer<Json<List<Visit>>> {
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.tenant_visits(id, page).await?)))
}

/// Asks for a visit; it begins at once where the tenant does not want to be asked. Wants a recent sign-in.
#[utoipa::path(post, path = "/{id}/visits", tag = "tenants", operation_id = "visit_ask",
    params(("id" = Uuid, Path)), request_body = VisitBody,
    responses((status = 201, body = Visit, description = "The visit as it stands now."), Problems))]
async fn ask(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    JsonBody(body): JsonBody<VisitBody>,
) -> Answer<(StatusCode, Json<Visit>)> {
    let draft = VisitDraft {
        reason: body.reason,
        minutes: body.minutes.to_string(),
        may_write: body.may_write,
    };
    let visit = desk.visit_ask(id, draft).await?;
    Ok((StatusCode::CREATED, Json(visit.into())))
}

/// Ends a visit before its time, or takes back that it was asked for.
#[utoipa::path(delete, path = "/{id}/visits/{visit}", tag = "tenants", operation_id = "visit_end",
    params(("id" = Uuid, Path), ("visit" = Uuid, Path)),
    responses((status = 204, description = "The visit is over."), Problems))]
async fn end(
    desk: AsOperator,
    PathIds(id, visit): PathIds<TenantKind, VisitKind>,
) -> Answer<StatusCode> {
    desk.visit_end(id, visit).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells the address that lets the operator in whose visit it is.
#[utoipa::path(post, path = "/{id}/visits/{visit}/way-in", tag = "tenants", operation_id = "visit_way_in",
    params(("id" = Uuid, Path), ("visit" = Uuid, Path)),
    responses((status = 200, body = WayIn, description = "The address."), Problems))]
async fn way_in(
    desk: AsOperator,
    PathIds(id, visit): PathIds<TenantKind, VisitKind>,
) -> Answer<ToldOnce<Json<WayIn>>> {
    let url = desk.visit_way_in(id, visit).await?;
    Ok(ToldOnce(Json(WayIn { url })))
}

/// Lists who visited, newest first.
#[utoipa::path(get, path = "", tag = "visits", operation_id = "visitor_list", params(VisitQuery),
    responses((status = 200, body = List<Visit>, description = "A page of visits."), Problems))]
async fn visitors(desk: AsTenant, Params(query): Params<VisitQuery>) -> Answer<Json<List<Visit>>> {
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.visitor_list(page).await?)))
}

/// Lets a visitor in who asked, which wants a recent sign-in, or not.
#[utoipa::path(put, path = "/{id}/answer", tag = "visits", operation_id = "visitor_answer",
    params(("id" = Uuid, Path)), request_body = AnswerBody,
    responses((status = 204, description = "The operator knows."), Problems))]
async fn answer(
    desk: AsTenant,
    PathId(id): PathId<VisitKind>,
    JsonBody(body): JsonBody<AnswerBody>,
) -> Answer<StatusCode> {
    desk.visitor_answer(id, body.allow).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a visitor away, from their next request on.
#[utoipa::path(delete, path = "/{id}", tag = "visits", operation_id = "visitor_end", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The visit is over."), Problems))]
async fn send_away(desk: AsTenant, PathId(id): PathId<VisitKind>) -> Answer<StatusCode> {
    desk.visitor_end(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows whether the tenant wants to be asked before a visit.
#[utoipa::path(get, path = "/rule", tag = "visits", operation_id = "visitor_rule",
    responses((status = 200, body = VisitRule, description = "The rule."), Problems))]
async fn rule(desk: AsTenant) -> Answer<Json<VisitRule>> {
    let ask_first = desk.visitor_rule().await?;
    Ok(Json(VisitRule { ask_first }))
}

/// Decides whether the tenant wants to be asked before a visit. Wants a recent sign-in.
#[utoipa::path(put, path = "/rule", tag = "visits", operation_id = "visitor_set_rule", request_body = VisitRule,
    responses((status = 200, body = VisitRule, description = "The rule as it is now."), Problems))]
async fn set_rule(desk: AsTenant, JsonBody(body): JsonBody<VisitRule>) -> Answer<Json<VisitRule>> {
    desk.visitor_set_rule(body.ask_first).await?;
    Ok(Json(body))
}
