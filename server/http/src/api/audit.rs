//! The audit log: the platform's for operators, the tenant's own for its people.

use axum::{Json, extract::Extension, response::Response};
use chrono::{DateTime, Utc};
use contract::audit::{AuditLog, EventFilter, ExportForm};
use domain::Signed;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, Params, page, word},
    respond::{Answer, file},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(export))
}

/// One entry of the log.
#[derive(Debug, Serialize, ToSchema)]
struct Event {
    /// Grows with time.
    id: Uuid,
    /// The tenant it concerns; null for the platform itself.
    tenant_id: Option<Uuid>,
    /// What was done.
    #[schema(example = "customer.update")]
    action: String,
    /// `operator`, `user`, `system` or `anonymous`.
    actor_kind: String,
    actor_id: Option<Uuid>,
    /// The name as it was then.
    actor_name: String,
    /// Noun of the thing it was done to.
    target_kind: String,
    /// Id or key of the thing.
    target_id: String,
    /// What else is worth knowing: before and after, the reason given.
    #[schema(value_type = Object)]
    detail: serde_json::Value,
    /// Address of the caller.
    ip: Option<String>,
    request_id: Option<String>,
    at: DateTime<Utc>,
}

impl From<contract::audit::Event> for Event {
    fn from(row: contract::audit::Event) -> Self {
        Self {
            id: row.id.uuid(),
            tenant_id: row.tenant_id.map(Uuid::from),
            action: row.action,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            target_kind: row.target_kind,
            target_id: row.target_id,
            detail: row.detail,
            ip: row.ip,
            request_id: row.request_id,
            at: row.at,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct EventQuery {
    /// Beginning of an action: `customer` or `customer.update`.
    action: String,
    /// Part of the actor's name.
    actor: String,
    /// Id of a tenant; operators only.
    tenant: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Reads the log, newest entry first: the platform's for operators, the tenant's own for its people.
#[utoipa::path(get, path = "", tag = "audit", operation_id = "event_list", params(EventQuery),
    responses((status = 200, body = List<Event>, description = "A page of entries."), Problems))]
async fn list(
    Extension(signed): Extension<Signed>,
    Params(query): Params<EventQuery>,
) -> Answer<Json<List<Event>>> {
    let filter = EventFilter {
        action: query.action,
        actor: query.actor,
        tenant: query.tenant,
    };
    let page = page(&query.limit, query.cursor)?;
    let events = match signed {
        Signed::Operator(desk) => desk.event_list(filter, page).await?,
        Signed::Tenant(desk) => desk.event_list(filter, page).await?,
    };
    Ok(Json(List::page(events)))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// `jsonl`, with proof, or `csv`, for reading. Usually `jsonl`.
    form: String,
}

/// Exports the tenant's log up to now, oldest entry first; the export is an entry of it, too. `tenantry audit verify
/// --export` checks the lines of JSON without a key and without this server.
#[utoipa::path(get, path = "/export", tag = "audit", operation_id = "event_export", params(ExportQuery),
    responses((status = 200, description = "A file, one line or row for each entry.",
        content((String = "application/jsonl"), (String = "text/csv"))), Problems))]
async fn export(desk: AsTenant, Params(query): Params<ExportQuery>) -> Answer<Response> {
    let form = word("form", &query.form)?;
    let export = desk.event_export(form).await?;
    let kind = match form {
        ExportForm::Jsonl => "application/jsonl",
        ExportForm::Csv => "text/csv; charset=utf-8",
    };
    let name = export.file_name();
    let pieces = stream::try_unfold(export, |mut export| async move {
        let piece = export.next().await?;
        Ok(piece.map(|piece| (piece, export)))
    });
    Ok(file(&name, kind, pieces))
}
