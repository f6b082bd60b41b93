//! Referrals between professionals of the tenant.

use axum::{Json, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use contract::{
    ids::ReferralKind,
    referrals::{ReferralDraft, ReferralFilter, ReferralStatus, Referrals},
};
use domain::SheetFilter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::sheets;
use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, Params, PathId, page},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems, ReferralStatusWord},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(export))
        .routes(routes!(show, update, delete))
}

/// One referral.
#[derive(Debug, Serialize, ToSchema)]
struct Referral {
    id: Uuid,
    /// Who passes on.
    from_professional_id: Uuid,
    /// Name of who passes on.
    from_professional_name: String,
    /// To whom.
    to_professional_id: Uuid,
    /// Name of to whom.
    to_professional_name: String,
    /// The customer it is about; null also after the customer was deleted.
    customer_id: Option<Uuid>,
    /// The customer's name; null for those who may not see customers.
    customer_name: Option<String>,
    /// What for, in one line.
    reason: String,
    /// Free text.
    notes: Option<String>,
    #[schema(value_type = ReferralStatusWord)]
    status: ReferralStatus,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<contract::referrals::Referral> for Referral {
    fn from(row: contract::referrals::Referral) -> Self {
        Self {
            id: row.id.uuid(),
            from_professional_id: row.from_professional_id.uuid(),
            from_professional_name: row.from_professional_name,
            to_professional_id: row.to_professional_id.uuid(),
            to_professional_name: row.to_professional_name,
            customer_id: row.customer_id.map(Uuid::from),
            customer_name: row.customer_name,
            reason: row.reason,
            notes: row.notes,
            status: row.status,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<contract::referrals::Referral> for Versioned<Referral> {
    fn from(row: contract::referrals::Referral) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a referral.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReferralBody {
    /// The professional who passes on.
    #[serde(default)]
    #[schema(required, value_type = Uuid)]
    from_professional_id: String,
    /// Another professional.
    #[serde(default)]
    #[schema(required, value_type = Uuid)]
    to_professional_id: String,
    /// The customer it is about.
    #[schema(value_type = Option<Uuid>)]
    customer_id: Option<String>,
    /// What for, up to 500 characters.
    #[serde(default)]
    #[schema(required)]
    reason: String,
    /// Free text, up to 4,000 characters.
    notes: Option<String>,
    /// A referral begins as `sent`, becomes `accepted` or `declined`, and once accepted `completed`. Left out, it stays.
    #[schema(value_type = Option<ReferralStatusWord>)]
    status: Option<String>,
}

impl From<ReferralBody> for ReferralDraft {
    fn from(body: ReferralBody) -> Self {
        Self {
            from_professional_id: body.from_professional_id,
            to_professional_id: body.to_professional_id,
            customer_id: body.customer_id.unwrap_or_default(),
            reason: body.reason,
            notes: body.notes.unwrap_or_default(),
            status: body.status.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ReferralQuery {
    /// Beginnings of words of the reason.
    q: String,
    /// A status.
    status: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists referrals, newest first.
#[utoipa::path(get, path = "", tag = "referrals", operation_id = "referral_list", params(ReferralQuery),
    responses((status = 200, body = List<Referral>, description = "A page of referrals."), Problems))]
async fn list(
    desk: AsTenant,
    Params(query): Params<ReferralQuery>,
) -> Answer<Json<List<Referral>>> {
    let filter = ReferralFilter {
        q: query.q,
        status: query.status,
    };
    let referrals = desk
        .referral_list(filter, page(&query.limit, query.cursor)?)
        .await?;
    Ok(Json(List::page(referrals)))
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ReferralExportQuery {
    /// Beginnings of words of the reason.
    q: String,
    /// A status.
    status: String,
}

/// Exports the referrals of the list as a table, all of them.
#[utoipa::path(get, path = "/export", tag = "referrals", operation_id = "referral_export", params(ReferralExportQuery),
    responses((status = 200, body = String, content_type = "text/csv",
        description = "A row for each referral under the heads of the columns, in UTF-8 with a byte order mark."), Problems))]
async fn export(desk: AsTenant, Params(query): Params<ReferralExportQuery>) -> Answer<Response> {
    let filter = ReferralFilter {
        q: query.q,
        status: query.status,
    };
    sheets::export(&desk, SheetFilter::Referrals(filter)).await
}

/// Sends a referral.
#[utoipa::path(post, path = "", tag = "referrals", operation_id = "referral_create", request_body = ReferralBody,
    responses((status = 201, body = Referral, description = "The new referral."), Problems))]
async fn create(
    desk: AsTenant,
    JsonBody(body): JsonBody<ReferralBody>,
) -> Answer<Created<Referral>> {
    let referral = desk.referral_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/referrals/{}", referral.id),
        thing: referral.into(),
    })
}

/// Shows a referral.
#[utoipa::path(get, path = "/{id}", tag = "referrals", operation_id = "referral_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Referral, description = "The referral."), Problems))]
async fn show(desk: AsTenant, PathId(id): PathId<ReferralKind>) -> Answer<Versioned<Referral>> {
    Ok(desk.referral_get(id).await?.into())
}

/// Changes a referral, or takes it one step on.
#[utoipa::path(put, path = "/{id}", tag = "referrals", operation_id = "referral_update",
    params(("id" = Uuid, Path), IfMatch), request_body = ReferralBody,
    responses((status = 200, body = Referral, description = "The referral as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathId(id): PathId<ReferralKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ReferralBody>,
) -> Answer<Versioned<Referral>> {
    Ok(desk.referral_update(id, body.into(), version).await?.into())
}

/// Deletes a referral.
#[utoipa::path(delete, path = "/{id}", tag = "referrals", operation_id = "referral_delete", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The referral is gone."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<ReferralKind>) -> Answer<StatusCode> {
    desk.referral_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
