//! Services of the tenant, and the categories of its menu.

mod categories;

use axum::{Json, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use contract::{
    ids::ServiceKind,
    services::{ServiceDraft, ServiceFilter, Services},
    sheets::Sheet,
};
use domain::SheetFilter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::sheets::{self, ImportQuery, ImportReport};
use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, Params, PathId, SheetBody, page},
    respond::{Answer, Created, Versioned},
    wire::{List, Money, Problems},
};

pub(super) use categories::routes as categories;

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(export))
        .routes(routes!(import))
        .routes(routes!(show, update, delete))
}

/// One service.
#[derive(Debug, Serialize, ToSchema)]
struct Service {
    id: Uuid,
    /// The category that it stands under.
    category_id: Uuid,
    /// Name of the category.
    category_name: String,
    /// What is done.
    name: String,
    /// How long it takes.
    minutes: i32,
    price: Money,
    /// Whether it is offered at present.
    is_active: bool,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<contract::services::Service> for Service {
    fn from(row: contract::services::Service) -> Self {
        Self {
            id: row.id.uuid(),
            category_id: row.category_id.uuid(),
            category_name: row.category_name,
            name: row.name,
            minutes: row.minutes,
            price: row.price.into(),
            is_active: row.is_active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<contract::services::Service> for Versioned<Service> {
    fn from(row: contract::services::Service) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a service.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ServiceBody {
    /// A category of the tenant.
    #[serde(default)]
    #[schema(required, value_type = Uuid)]
    category_id: String,
    /// What is done, up to 200 characters; unique under the category.
    #[serde(default)]
    #[schema(required)]
    name: String,
    /// How long it takes, from a minute to a week.
    #[serde(default)]
    #[schema(required, minimum = 1, maximum = 10080)]
    minutes: i32,
    /// What it costs in the tenant's currency, as text such as `49.00`: JSON has no exact numbers.
    #[serde(default)]
    #[schema(required)]
    price: String,
    /// Whether it is offered at present; usually true.
    is_active: Option<bool>,
}

impl From<ServiceBody> for ServiceDraft {
    fn from(body: ServiceBody) -> Self {
        Self {
            category_id: body.category_id,
            name: body.name,
            minutes: body.minutes.to_string(),
            price: body.price,
            is_active: body.is_active.unwrap_or(true),
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ServiceQuery {
    /// Part of a name.
    q: String,
    /// Id of a category.
    #[param(value_type = Option<Uuid>)]
    category: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists services by name.
#[utoipa::path(get, path = "", tag = "services", operation_id = "service_list", params(ServiceQuery),
    responses((status = 200, body = List<Service>, description = "A page of services."), Problems))]
async fn list(desk: AsTenant, Params(query): Params<ServiceQuery>) -> Answer<Json<List<Service>>> {
    let filter = ServiceFilter {
        q: query.q,
        category: query.category,
    };
    let services = desk
        .service_list(filter, page(&query.limit, query.cursor)?)
        .await?;
    Ok(Json(List::page(services)))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ServiceExportQuery {
    /// Part of a name.
    q: String,
    /// Id of a category.
    #[param(value_type = Option<Uuid>)]
    category: String,
}

/// Exports the services of the list as a table, all of them.
#[utoipa::path(get, path = "/export", tag = "services", operation_id = "service_export", params(ServiceExportQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "A row for each service under the heads of the columns, in UTF-8 with a byte order mark."), Problems))]
async fn export(desk: AsTenant, Params(query): Params<ServiceExportQuery>) -> Answer<Response> {
    let filter = ServiceFilter {
        q: query.q,
        category: query.category,
    };
    sheets::export(&desk, SheetFilter::Services(filter)).await
}

/// Enters the rows of a table.
///
/// The first line names the columns, as the export does; cells are parted by commas, semicolons or tabs. At most 2 MB and
/// 5,000 rows. All rows that are good are entered together; those with errors are left out and told.
#[utoipa::path(post, path = "/import", tag = "services", operation_id = "service_import", params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport, description = "How many rows were entered, and what is wrong with the others."), Problems))]
async fn import(
    desk: AsTenant,
    Params(query): Params<ImportQuery>,
    SheetBody(table): SheetBody,
) -> Answer<Json<ImportReport>> {
    sheets::import(&desk, Sheet::Services, &query, table).await
}

/// Enters a service.
#[utoipa::path(post, path = "", tag = "services", operation_id = "service_create", request_body = ServiceBody,
    responses((status = 201, body = Service, description = "The new service."), Problems))]
async fn create(desk: AsTenant, JsonBody(body): JsonBody<ServiceBody>) -> Answer<Created<Service>> {
    let service = desk.service_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/services/{}", service.id),
        thing: service.into(),
    })
}

/// Shows a service.
#[utoipa::path(get, path = "/{id}", tag = "services", operation_id = "service_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Service, description = "The service."), Problems))]
async fn show(desk: AsTenant, PathId(id): PathId<ServiceKind>) -> Answer<Versioned<Service>> {
    Ok(desk.service_get(id).await?.into())
}

/// Changes a service.
#[utoipa::path(put, path = "/{id}", tag = "services", operation_id = "service_update",
    params(("id" = Uuid, Path), IfMatch), request_body = ServiceBody,
    responses((status = 200, body = Service, description = "The service as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<ServiceKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ServiceBody>,
) -> Answer<Versioned<Service>> {
    Ok(desk.service_update(id, body.into(), version).await?.into())
}

/// Deletes a service.
#[utoipa::path(delete, path = "/{id}", tag = "services", operation_id = "service_delete", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The service is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<ServiceKind>) -> Answer<StatusCode> {
    desk.service_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
