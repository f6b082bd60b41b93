//! Customers of the tenant.

use axum::{Router, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    customers::{CustomerDraft, CustomerFilter, Customers},
    ids::CustomerKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, Params, PathId, page, word},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
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
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct CustomerBody {
    /// Full name, up to 200 characters.
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

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CustomerQuery {
    /// Part of a name, e-mail address or telephone number.
    q: String,
    /// `newest` (usual) or `name`.
    sort: String,
    /// Rows in the page, 1 to 200; usually 50.
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists customers.
#[utoipa::path(get, path = "", tag = "customers", operation_id = "customer_list", params(CustomerQuery),
    responses((status = 200, body = List<Customer>), Problems))]
async fn list(desk: AsTenant, Params(query): Params<CustomerQuery>) -> Answer<axum::Json<List<Customer>>> {
    let filter = CustomerFilter {
        q: query.q,
        sort: word("sort", &query.sort)?,
    };
    let page = desk.customer_list(filter, page(&query.limit, query.cursor)?).await?;
    Ok(axum::Json(List::page(page)))
}
