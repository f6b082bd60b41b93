//! The categories of the menu.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    ids::ServiceCategoryKind,
    services::{ServiceCategoryDraft, Services},
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

pub(in crate::api) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, update, delete))
}

/// A category of the menu.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceCategory {
    id: Uuid,
    /// The category; unique in the tenant.
    name: String,
    /// Its place on the menu, from 1.
    position: i16,
    /// Services under it.
    services: i64,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<contract::services::ServiceCategory> for ServiceCategory {
    fn from(row: contract::services::ServiceCategory) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            position: row.position,
            services: row.services,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

impl From<contract::services::ServiceCategory> for Versioned<ServiceCategory> {
    fn from(row: contract::services::ServiceCategory) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a category.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ServiceCategoryBody {
    /// The category, up to 100 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
    /// Its place on the menu, from 1 to 1,000. Left out, a new one is the last and another stays where it is.
    position: Option<i16>,
}

impl From<ServiceCategoryBody> for ServiceCategoryDraft {
    fn from(body: ServiceCategoryBody) -> Self {
        Self {
            name: body.name,
            position: body.position.map(|at| at.to_string()).unwrap_or_default(),
        }
    }
}

/// Lists the categories in the order of the menu.
#[utoipa::path(get, path = "", tag = "services", operation_id = "service_category_list",
    responses((status = 200, body = List<ServiceCategory>, description = "Every category."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<ServiceCategory>>> {
    Ok(Json(List::whole(desk.service_category_list().await?)))
}

/// Adds a category.
#[utoipa::path(post, path = "", tag = "services", operation_id = "service_category_create",
    request_body = ServiceCategoryBody,
    responses((status = 201, body = ServiceCategory, description = "The new category."), Problems))]
async fn create(
    desk: AsTenant,
    JsonBody(body): JsonBody<ServiceCategoryBody>,
) -> Answer<Created<ServiceCategory>> {
    let category = desk.service_category_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/service-categories/{}", category.id),
        thing: category.into(),
    })
}

/// Shows a category.
#[utoipa::path(get, path = "/{id}", tag = "services", operation_id = "service_category_get",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ServiceCategory, description = "The category."), Problems))]
async fn show(
    desk: AsTenant,
    PathId(id): PathId<ServiceCategoryKind>,
) -> Answer<Versioned<ServiceCategory>> {
    Ok(desk.service_category_get(id).await?.into())
}

/// Changes a category.
#[utoipa::path(put, path = "/{id}", tag = "services", operation_id = "service_category_update",
    params(("id" = Uuid, Path), IfMatch), request_body = ServiceCategoryBody,
    responses((status = 200, body = ServiceCategory, description = "The category as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<ServiceCategoryKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ServiceCategoryBody>,
) -> Answer<Versioned<ServiceCategory>> {
    let category = desk
        .service_category_update(id, body.into(), version)
        .await?;
    Ok(category.into())
}

/// Deletes a category under which nothing stands.
#[utoipa::path(delete, path = "/{id}", tag = "services", operation_id = "service_category_delete",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The category is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<ServiceCategoryKind>) -> Answer<StatusCode> {
    desk.service_category_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
