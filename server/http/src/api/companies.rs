//! Companies of the tenant.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    companies::{Companies, CompanyDraft},
    ids::CompanyKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, PathId},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, update, delete))
}

/// One company of the tenant: a branch or a legal entity.
#[derive(Debug, Serialize, ToSchema)]
struct Company {
    id: Uuid,
    /// Unique in the tenant.
    name: String,
    /// The one that the tenant began with; it cannot be deleted.
    is_default: bool,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<contract::companies::Company> for Company {
    fn from(row: contract::companies::Company) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            is_default: row.is_default,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

impl From<contract::companies::Company> for Versioned<Company> {
    fn from(row: contract::companies::Company) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a company.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CompanyBody {
    /// Unique in the tenant, up to 200 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
}

impl From<CompanyBody> for CompanyDraft {
    fn from(body: CompanyBody) -> Self {
        Self { name: body.name }
    }
}

/// Lists every company, the default one first.
#[utoipa::path(get, path = "", tag = "companies", operation_id = "company_list",
    responses((status = 200, body = List<Company>, description = "Every company."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<Company>>> {
    Ok(Json(List::whole(desk.company_list().await?)))
}

/// Adds a company, within the limit of the plan.
#[utoipa::path(post, path = "", tag = "companies", operation_id = "company_create", request_body = CompanyBody,
    responses((status = 201, body = Company, description = "The new company."), Problems))]
async fn create(desk: AsTenant, JsonBody(body): JsonBody<CompanyBody>) -> Answer<Created<Company>> {
    let company = desk.company_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/companies/{}", company.id),
        thing: company.into(),
    })
}

/// Shows a company.
#[utoipa::path(get, path = "/{id}", tag = "companies", operation_id = "company_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Company, description = "The company."), Problems))]
async fn show(desk: AsTenant, PathId(id): PathId<CompanyKind>) -> Answer<Versioned<Company>> {
    Ok(desk.company_get(id).await?.into())
}

/// Renames a company.
#[utoipa::path(put, path = "/{id}", tag = "companies", operation_id = "company_update",
    params(("id" = Uuid, Path), IfMatch), request_body = CompanyBody,
    responses((status = 200, body = Company, description = "The company as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<CompanyKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<CompanyBody>,
) -> Answer<Versioned<Company>> {
    Ok(desk.company_update(id, body.into(), version).await?.into())
}

/// Deletes a company that is not the default one and has no customers.
#[utoipa::path(delete, path = "/{id}", tag = "companies", operation_id = "company_delete", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The company is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<CompanyKind>) -> Answer<StatusCode> {
    desk.company_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
