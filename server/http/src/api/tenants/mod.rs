//! Tenants, for operators.

mod config;
mod draft;
mod follow;
mod keys;
mod lifecycle;
mod record;

use axum::{Json, http::StatusCode};
use contract::{
    ids::TenantKind,
    tenants::{TenantFilter, Tenants},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    draft::{NewTenant, TenantBody, api_names},
    record::{PlacementSize, Tenant, TenantCounts, TenantRow},
};
use super::{users::User, visits};
use crate::{
    Http,
    extract::{AsOperator, IfMatch, JsonBody, Params, PathId, page, word},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, update, lifecycle::deactivate))
        .routes(routes!(config::show, config::update))
        .routes(routes!(keys::show, keys::rotate))
        .routes(routes!(size))
        .routes(routes!(users))
        .routes(routes!(follow::events))
        .routes(routes!(lifecycle::suspend, lifecycle::resume))
        .routes(routes!(lifecycle::deactivate_for))
        .routes(routes!(lifecycle::restore))
        .routes(routes!(lifecycle::retry))
        .merge(visits::of_operators())
}

pub(super) fn counts() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(count))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TenantQuery {
    /// Part of a name or slug, or a whole code.
    q: String,
    /// A status.
    status: String,
    /// Code of a plan.
    plan: String,
    /// A strategy.
    strategy: String,
    /// Key of a template.
    template: String,
    /// `newest` (usual) or `name`.
    sort: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists tenants.
#[utoipa::path(get, path = "", tag = "tenants", operation_id = "tenant_list", params(TenantQuery),
    responses((status = 200, body = List<TenantRow>, description = "A page of tenants."), Problems))]
async fn list(
    desk: AsOperator,
    Params(query): Params<TenantQuery>,
) -> Answer<Json<List<TenantRow>>> {
    let filter = TenantFilter {
        q: query.q,
        status: query.status,
        plan: query.plan,
        strategy: query.strategy,
        template: query.template,
        sort: word("sort", &query.sort)?,
    };
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.tenant_list(filter, page).await?)))
}

/// Counts tenants by status, plan, strategy and day.
#[utoipa::path(get, path = "", tag = "tenants", operation_id = "tenant_counts",
    responses((status = 200, body = TenantCounts, description = "The counts."), Problems))]
async fn count(desk: AsOperator) -> Answer<Json<TenantCounts>> {
    Ok(Json(desk.tenant_counts().await?.into()))
}

/// Creates a tenant. Its provisioning begins at once; `status` and `provisioning` show how far it is.
#[utoipa::path(post, path = "", tag = "tenants", operation_id = "tenant_create", request_body = NewTenant,
    responses((status = 202, body = Tenant, description = "The tenant, being provisioned."), Problems))]
async fn create(desk: AsOperator, JsonBody(body): JsonBody<NewTenant>) -> Answer<Created<Tenant>> {
    let tenant = desk.tenant_create(body.into()).await.map_err(api_names)?;
    Ok(Created {
        status: StatusCode::ACCEPTED,
        address: format!("/api/v1/admin/tenants/{}", tenant.row.id),
        thing: tenant.into(),
    })
}

/// Shows a tenant.
#[utoipa::path(get, path = "/{id}", tag = "tenants", operation_id = "tenant_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Tenant, description = "The tenant."), Problems))]
async fn show(desk: AsOperator, PathId(id): PathId<TenantKind>) -> Answer<Versioned<Tenant>> {
    Ok(desk.tenant_get(id).await?.into())
}

/// Changes the record of a tenant.
#[utoipa::path(put, path = "/{id}", tag = "tenants", operation_id = "tenant_update",
    params(("id" = Uuid, Path), IfMatch), request_body = TenantBody,
    responses((status = 200, body = Tenant, description = "The tenant as it is now."), Problems))]
async fn update(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<TenantBody>,
) -> Answer<Versioned<Tenant>> {
    Ok(desk.tenant_update(id, body.into(), version).await?.into())
}

/// Measures what the tenant holds.
#[utoipa::path(get, path = "/{id}/size", tag = "tenants", operation_id = "tenant_size", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlacementSize, description = "One line a table, largest first."), Problems))]
async fn size(desk: AsOperator, PathId(id): PathId<TenantKind>) -> Answer<Json<PlacementSize>> {
    Ok(Json(desk.tenant_size(id).await?.into()))
}

/// Lists the people of a tenant, the first 200 by name.
#[utoipa::path(get, path = "/{id}/users", tag = "tenants", operation_id = "tenant_users", params(("id" = Uuid, Path)),
    responses((status = 200, body = List<User>, description = "The people."), Problems))]
async fn users(desk: AsOperator, PathId(id): PathId<TenantKind>) -> Answer<Json<List<User>>> {
    Ok(Json(List::whole(desk.tenant_users(id).await?)))
}
