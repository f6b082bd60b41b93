//! What takes two operators: what was asked for, and what the others decide.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    approvals::{ApprovalFilter, ApprovalState, Approvals, HeldAct},
    ids::ApprovalKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsOperator, JsonBody, Params, PathId, page},
    respond::Answer,
    wire::{ApprovalStateWord, HeldActWord, List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(show, withdraw))
        .routes(routes!(decide))
}

/// Something that was asked for, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Approval {
    id: Uuid,
    /// What is to be done.
    #[schema(value_type = HeldActWord)]
    act: HeldAct,
    /// To which tenant.
    tenant_id: Uuid,
    tenant_name: String,
    /// Who asked.
    asked_by_id: Uuid,
    asked_by_name: String,
    /// Why.
    reason: String,
    #[schema(value_type = ApprovalStateWord)]
    state: ApprovalState,
    asked_at: DateTime<Utc>,
    /// Until when it can be decided.
    expires_at: DateTime<Utc>,
    /// Who decided.
    decided_by_name: Option<String>,
    /// Why it was decided so.
    note: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<contract::approvals::Approval> for Approval {
    fn from(approval: contract::approvals::Approval) -> Self {
        Self {
            id: approval.id.uuid(),
            act: approval.act,
            tenant_id: approval.tenant.uuid(),
            tenant_name: approval.tenant_name,
            asked_by_id: approval.asked_by.uuid(),
            asked_by_name: approval.asked_by_name,
            reason: approval.reason,
            state: approval.state,
            asked_at: approval.asked_at,
            expires_at: approval.expires_at,
            decided_by_name: approval.decided_by_name,
            note: approval.note,
            ended_at: approval.ended_at,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ApprovalQuery {
    /// A state.
    state: String,
    /// Id of a tenant.
    tenant: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// What another operator decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// Whether it is done.
    approve: bool,
    /// Why, 1 to 300 characters.
    #[serde(default)]
    #[schema(required)]
    note: String,
}

/// Lists what was asked for, newest first.
#[utoipa::path(get, path = "", tag = "approvals", operation_id = "approval_list", params(ApprovalQuery),
    responses((status = 200, body = List<Approval>, description = "A page of approvals."), Problems))]
async fn list(
    desk: AsOperator,
    Params(query): Params<ApprovalQuery>,
) -> Answer<Json<List<Approval>>> {
    let filter = ApprovalFilter {
        state: query.state,
        tenant: query.tenant,
    };
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.approval_list(filter, page).await?)))
}

/// Shows what was asked for.
#[utoipa::path(get, path = "/{id}", tag = "approvals", operation_id = "approval_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Approval, description = "The approval."), Problems))]
async fn show(desk: AsOperator, PathId(id): PathId<ApprovalKind>) -> Answer<Json<Approval>> {
    Ok(Json(desk.approval_get(id).await?.into()))
}

/// Approves, which does what was asked for, or declines. Not for whoever asked; wants a recent sign-in.
#[utoipa::path(put, path = "/{id}/decision", tag = "approvals", operation_id = "approval_decide",
    params(("id" = Uuid, Path)), request_body = Decision,
    responses((status = 200, body = Approval, description = "The approval, decided."), Problems))]
async fn decide(
    desk: AsOperator,
    PathId(id): PathId<ApprovalKind>,
    JsonBody(body): JsonBody<Decision>,
) -> Answer<Json<Approval>> {
    let decided = desk.approval_decide(id, body.approve, body.note).await?;
    Ok(Json(decided.into()))
}

/// Takes back what one has asked for.
#[utoipa::path(delete, path = "/{id}", tag = "approvals", operation_id = "approval_withdraw",
    params(("id" = Uuid, Path)), responses((status = 204, description = "It is not asked for any more."), Problems))]
async fn withdraw(desk: AsOperator, PathId(id): PathId<ApprovalKind>) -> Answer<StatusCode> {
    desk.approval_withdraw(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
