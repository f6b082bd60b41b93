//! Customers of the tenant.

use axum::{Json, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use contract::{
    customers::{CustomerDraft, CustomerFilter, Customers},
    ids::CustomerKind,
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
    extract::{AsTenant, IfMatch, JsonBody, Params, PathId, SheetBody, page, word},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(export))
        .routes(routes!(import))
        .routes(routes!(show, update, delete))
}

/// One customer.
#[derive(Debug, Serialize, ToSchema)]
struct Customer {
    id: Uuid,
    /// The company of the tenant that serves the customer.
    company_id: Option<Uuid>,
    /// Full name.
    name: String,
    email: Option<String>,
    /// Telephone number, as typed.
    phone: Option<String>,
    /// Free text.
    notes: Option<String>,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<contract::customers::Customer> for Customer {
    fn from(row: contract::customers::Customer) -> Self {
        Self {
            id: row.id.uuid(),
            company_id: row.company_id.map(Uuid::from),
            name: row.name,
            email: row.email,
            phone: row.phone,
            notes: row.notes,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<contract::customers::Customer> for Versioned<Customer> {
    fn from(row: contract::customers::Customer) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CustomerBody {
    /// Full name, up to 200 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
    email: Option<String>,
    /// Telephone number: digits, spaces and `+()-./x`.
    phone: Option<String>,
    /// Free text, up to 4,000 characters.
    notes: Option<String>,
}

impl From<CustomerBody> for CustomerDraft {
    fn from(body: CustomerBody) -> Self {
        Self {
            name: body.name,
            email: body.email.unwrap_or_default(),
            phone: body.phone.unwrap_or_default(),
            notes: body.notes.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CustomerQuery {
    /// Beginnings of words of a name, e-mail address or telephone number.
    q: String,
    /// `newest` (usual) or `name`.
    sort: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists customers.
#[utoipa::path(get, path = "", tag = "customers", operation_id = "customer_list", params(CustomerQuery),
    responses((status = 200, body = List<Customer>, description = "A page of customers."), Problems))]
async fn list(
    desk: AsTenant,
    Params(query): Params<CustomerQuery>,
) -> Answer<Json<List<Customer>>> {
    let filter = CustomerFilter {
        q: query.q,
        sort: word("sort", &query.sort)?,
    };
    let customers = desk
        .customer_list(filter, page(&query.limit, query.cursor)?)
        .await?;
    Ok(Json(List::page(customers)))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CustomerExportQuery {
    /// Beginnings of words of a name, e-mail address or telephone number.
    q: String,
}

/// Exports the customers of the list as a table, all of them.
#[utoipa::path(get, path = "/export", tag = "customers", operation_id = "customer_export", params(CustomerExportQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "A row for each customer under the heads of the columns, in UTF-8 with a byte order mark."), Problems))]
async fn export(desk: AsTenant, Params(query): Params<CustomerExportQuery>) -> Answer<Response> {
    let filter = CustomerFilter {
        q: query.q,
        ..CustomerFilter::default()
    };
    sheets::export(&desk, SheetFilter::Customers(filter)).await
}

/// Enters the rows of a table.
///
/// The first line names the columns, as the export does; cells are parted by commas, semicolons or tabs. At most 2 MB and
/// 5,000 rows. All rows that are good are entered together; those with errors are left out and told.
#[utoipa::path(post, path = "/import", tag = "customers", operation_id = "customer_import", params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport, description = "How many rows were entered, and what is wrong with the others."), Problems))]
async fn import(
    desk: AsTenant,
    Params(query): Params<ImportQuery>,
    SheetBody(table): SheetBody,
) -> Answer<Json<ImportReport>> {
    sheets::import(&desk, Sheet::Customers, &query, table).await
}

/// Enters a customer.
#[utoipa::path(post, path = "", tag = "customers", operation_id = "customer_create", request_body = CustomerBody,
    responses((status = 201, body = Customer, description = "The new customer."), Problems))]
async fn create(
    desk: AsTenant,
    JsonBody(body): JsonBody<CustomerBody>,
) -> Answer<Created<Customer>> {
    let customer = desk.customer_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/customers/{}", customer.id),
        thing: customer.into(),
    })
}

/// Shows a customer.
#[utoipa::path(get, path = "/{id}", tag = "customers", operation_id = "customer_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Customer, description = "The customer."), Problems))]
async fn show(desk: AsTenant, PathId(id): PathId<CustomerKind>) -> Answer<Versioned<Customer>> {
    Ok(desk.customer_get(id).await?.into())
}

/// Changes a customer.
#[utoipa::path(put, path = "/{id}", tag = "customers", operation_id = "customer_update",
    params(("id" = Uuid, Path), IfMatch), request_body = CustomerBody,
    responses((status = 200, body = Customer, description = "The customer as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<CustomerKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<CustomerBody>,
) -> Answer<Versioned<Customer>> {
    Ok(desk.customer_update(id, body.into(), version).await?.into())
}

/// Deletes a customer.
#[utoipa::path(delete, path = "/{id}", tag = "customers", operation_id = "customer_delete", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The customer is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<CustomerKind>) -> Answer<StatusCode> {
    desk.customer_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
