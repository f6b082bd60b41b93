//! How long the tenant's log keeps what its entries say.

use axum::Json;
use contract::retention::{RetentionDesk, RetentionDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, JsonBody},
    respond::Answer,
    wire::Problems,
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(show, update))
}

/// How long entries of the log keep what they say. Their proof is kept for ever.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Retention {
    /// Days, 30 at the least; null for ever.
    #[schema(required, minimum = 30, example = 365)]
    days: Option<i32>,
}

impl From<contract::retention::Retention> for Retention {
    fn from(retention: contract::retention::Retention) -> Self {
        Self {
            days: retention.days,
        }
    }
}

impl From<Retention> for RetentionDraft {
    fn from(body: Retention) -> Self {
        Self {
            days: body.days.map(|days| days.to_string()).unwrap_or_default(),
        }
    }
}

/// Shows how long entries keep what they say.
#[utoipa::path(get, path = "", tag = "audit", operation_id = "retention_get",
    responses((status = 200, body = Retention, description = "The retention."), Problems))]
async fn show(desk: AsTenant) -> Answer<Json<Retention>> {
    Ok(Json(desk.retention_get().await?.into()))
}

/// Changes how long entries keep what they say, from the next night on. Wants a recent sign-in.
#[utoipa::path(put, path = "", tag = "audit", operation_id = "retention_update", request_body = Retention,
    responses((status = 200, body = Retention, description = "The retention as it is now."), Problems))]
async fn update(desk: AsTenant, JsonBody(body): JsonBody<Retention>) -> Answer<Json<Retention>> {
    Ok(Json(desk.retention_update(body.into()).await?.into()))
}
