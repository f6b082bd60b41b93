//! Professionals of the tenant.

use axum::{Json, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use contract::{
    ids::ProfessionalKind,
    professionals::{ProfessionalDraft, ProfessionalFilter, Professionals},
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
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(export))
        .routes(routes!(import))
        .routes(routes!(show, update, delete))
}

/// One professional.
#[derive(Debug, Serialize, ToSchema)]
struct Professional {
    id: Uuid,
    /// The company of the tenant that the professional works for.
    company_id: Option<Uuid>,
    /// Full name.
    name: String,
    email: Option<String>,
    /// Telephone number, as typed.
    phone: Option<String>,
    /// Title or field of work.
    specialty: Option<String>,
    /// Whether the professional takes customers at present.
    is_active: bool,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<contract::professionals::Professional> for Professional {
    fn from(row: contract::professionals::Professional) -> Self {
        Self {
            id: row.id.uuid(),
            company_id: row.company_id.map(Uuid::from),
            name: row.name,
            email: row.email,
            phone: row.phone,
            specialty: row.specialty,
            is_active: row.is_active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<contract::professionals::Professional> for Versioned<Professional> {
    fn from(row: contract::professionals::Professional) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a professional.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfessionalBody {
    /// A company of the tenant.
    #[schema(value_type = Option<Uuid>)]
    company_id: Option<String>,
    /// Full name, up to 200 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
    email: Option<String>,
    /// Telephone number: digits, spaces and `+()-./x`.
    phone: Option<String>,
    /// Title or field of work, up to 200 characters.
    specialty: Option<String>,
    /// Whether the professional takes customers at present; usually true.
    is_active: Option<bool>,
}

impl From<ProfessionalBody> for ProfessionalDraft {
    fn from(body: ProfessionalBody) -> Self {
        Self {
            company_id: body.company_id.unwrap_or_default(),
            name: body.name,
            email: body.email.unwrap_or_default(),
            phone: body.phone.unwrap_or_default(),
            specialty: body.specialty.unwrap_or_default(),
            is_active: body.is_active.unwrap_or(true),
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProfessionalQuery {
    /// Beginnings of words of a name, e-mail address, telephone number or specialty.
    q: String,
    /// Whether to leave out who takes no customers at present.
    active: bool,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists professionals by name.
#[utoipa::path(get, path = "", tag = "professionals", operation_id = "professional_list", params(ProfessionalQuery),
    responses((status = 200, body = List<Professional>, description = "A page of professionals."), Problems))]
async fn list(
    desk: AsTenant,
    Params(query): Params<ProfessionalQuery>,
) -> Answer<Json<List<Professional>>> {
    let filter = ProfessionalFilter {
        q: query.q,
        active: query.active,
    };
    let professionals = desk
        .professional_list(filter, page(&query.limit, query.cursor)?)
        .await?;
    Ok(Json(List::page(professionals)))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProfessionalExportQuery {
    /// Beginnings of words of a name, e-mail address, telephone number or specialty.
    q: String,
    /// Whether to leave out who takes no customers at present.
    active: bool,
}

/// Exports the professionals of the list as a table, all of them.
#[utoipa::path(get, path = "/export", tag = "professionals", operation_id = "professional_export", params(ProfessionalExportQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "A row for each professional under the heads of the columns, in UTF-8 with a byte order mark."), Problems))]
async fn export(
    desk: AsTenant,
    Params(query): Params<ProfessionalExportQuery>,
) -> Answer<Response> {
    let filter = ProfessionalFilter {
        q: query.q,
        active: query.active,
    };
    sheets::export(&desk, SheetFilter::Professionals(filter)).await
}

/// Enters the rows of a table.
///
/// The first line names the columns, as the export does; cells are parted by commas, semicolons or tabs. At most 2 MB and
/// 5,000 rows. All rows that are good are entered together; those with errors are left out and told.
#[utoipa::path(post, path = "/import", tag = "professionals", operation_id = "professional_import", params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport, description = "How many rows were entered, and what is wrong with the others."), Problems))]
async fn import(
    desk: AsTenant,
    Params(query): Params<ImportQuery>,
    SheetBody(table): SheetBody,
) -> Answer<Json<ImportReport>> {
    sheets::import(&desk, Sheet::Professionals, &query, table).await
}

/// Enters a professional, within the limit of the plan.
#[utoipa::path(post, path = "", tag = "professionals", operation_id = "professional_create",
    request_body = ProfessionalBody,
    responses((status = 201, body = Professional, description = "The new professional."), Problems))]
async fn create(
    desk: AsTenant,
    JsonBody(body): JsonBody<ProfessionalBody>,
) -> Answer<Created<Professional>> {
    let professional = desk.professional_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/professionals/{}", professional.id),
        thing: professional.into(),
    })
}

/// Shows a professional.
#[utoipa::path(get, path = "/{id}", tag = "professionals", operation_id = "professional_get",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Professional, description = "The professional."), Problems))]
async fn show(
    desk: AsTenant,
    PathId(id): PathId<ProfessionalKind>,
) -> Answer<Versioned<Professional>> {
    Ok(desk.professional_get(id).await?.into())
}

/// Changes a professional.
#[utoipa::path(put, path = "/{id}", tag = "professionals", operation_id = "professional_update",
    params(("id" = Uuid, Path), IfMatch), request_body = ProfessionalBody,
    responses((status = 200, body = Professional, description = "The professional as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<ProfessionalKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ProfessionalBody>,
) -> Answer<Versioned<Professional>> {
    let professional = desk.professional_update(id, body.into(), version).await?;
    Ok(professional.into())
}

/// Deletes a professional.
#[utoipa::path(delete, path = "/{id}", tag = "professionals", operation_id = "professional_delete",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The professional is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<ProfessionalKind>) -> Answer<StatusCode> {
    desk.professional_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
