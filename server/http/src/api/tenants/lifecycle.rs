//! A tenant's life: suspended, resumed, closed, opened again, tried again.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::{approvals::Deactivation, ids::TenantKind, tenants::Tenants};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{super::approvals::Approval, record::Tenant};
use crate::{
    extract::{AsOperator, JsonBody, PathId},
    respond::{Answer, Created, Versioned},
    wire::Problems,
};

/// Why a tenant is suspended; its people read it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Suspension {
    #[serde(default)]
    #[schema(required)]
    reason: String,
}

/// Makes the tenant read-only, at once and by every door.
#[utoipa::path(post, path = "/{id}/suspension", tag = "tenants", operation_id = "tenant_suspend",
    params(("id" = Uuid, Path)), request_body = Suspension,
    responses((status = 200, body = Tenant, description = "The suspended tenant."), Problems))]
pub(super) async fn suspend(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    JsonBody(body): JsonBody<Suspension>,
) -> Answer<Versioned<Tenant>> {
    Ok(desk.tenant_suspend(id, body.reason).await?.into())
}

/// Lifts a suspension.
#[utoipa::path(delete, path = "/{id}/suspension", tag = "tenants", operation_id = "tenant_resume",
    params(("id" = Uuid, Path)), responses((status = 204, description = "The tenant is active again."), Problems))]
pub(super) async fn resume(desk: AsOperator, PathId(id): PathId<TenantKind>) -> Answer<StatusCode> {
    desk.tenant_resume(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a tenant is deactivated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeactivationBody {
    /// 1 to 500 characters; whoever has to approve it reads them.
    #[serde(default)]
    #[schema(required)]
    reason: String,
}

/// Deactivates a tenant: its address closes, everything is kept.
///
/// Where the installation wants two operators for it, a reason is wanted: send it to `/deactivation`.
#[utoipa::path(delete, path = "/{id}", tag = "tenants", operation_id = "tenant_deactivate",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The tenant is inactive."), Problems))]
pub(super) async fn deactivate(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<Response> {
    Ok(closed(desk.tenant_deactivate(id, String::new()).await?))
}

/// Deactivates a tenant for a reason, or asks for it.
///
/// Where the installation wants two operators for it, nothing happens before another one approves it.
#[utoipa::path(post, path = "/{id}/deactivation", tag = "tenants", operation_id = "tenant_deactivation",
    params(("id" = Uuid, Path)), request_body = DeactivationBody,
    responses((status = 204, description = "The tenant is inactive."),
        (status = 202, body = Approval, description = "Nothing has happened yet: another operator decides."), Problems))]
pub(super) async fn deactivate_for(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    JsonBody(body): JsonBody<DeactivationBody>,
) -> Answer<Response> {
    Ok(closed(desk.tenant_deactivate(id, body.reason).await?))
}

fn closed(deactivation: Deactivation) -> Response {
    match deactivation {
        Deactivation::Done(_) => StatusCode::NO_CONTENT.into_response(),
        Deactivation::Waits(approval) => {
            (StatusCode::ACCEPTED, Json(Approval::from(*approval))).into_response()
        }
    }
}

/// Opens a deactivated tenant again.
#[utoipa::path(post, path = "/{id}/restoration", tag = "tenants", operation_id = "tenant_restore",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Tenant, description = "The tenant, active again."), Problems))]
pub(super) async fn restore(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<Versioned<Tenant>> {
    Ok(desk.tenant_restore(id).await?.into())
}

/// Tries a failed provisioning again, from the step that failed.
#[utoipa::path(post, path = "/{id}/retry", tag = "tenants", operation_id = "tenant_retry", params(("id" = Uuid, Path)),
    responses((status = 202, body = Tenant, description = "The tenant, being provisioned."), Problems))]
pub(super) async fn retry(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<Created<Tenant>> {
    let tenant = desk.tenant_retry(id).await?;
    Ok(Created {
        status: StatusCode::ACCEPTED,
        address: format!("/api/v1/admin/tenants/{id}"),
        thing: tenant.into(),
    })
}
