//! Who of a workspace has a second factor, and whether everybody needs one.

use axum::Json;
use contract::factor_rule::FactorRules;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, JsonBody, Params, page},
    respond::Answer,
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(rule, set_rule))
}

/// Somebody with an account, and what it is asked for besides the password.
#[derive(Debug, Serialize, ToSchema)]
struct FactorHolder {
    /// The user's id.
    id: Uuid,
    name: String,
    email: String,
    /// The name of the role.
    role_name: String,
    has_app: bool,
    has_passkey: bool,
}

impl From<contract::factor_rule::FactorHolder> for FactorHolder {
    fn from(holder: contract::factor_rule::FactorHolder) -> Self {
        Self {
            id: holder.id.uuid(),
            name: holder.name,
            email: holder.email,
            role_name: holder.role_name,
            has_app: holder.has_app,
            has_passkey: holder.has_passkey,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct FactorQuery {
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// What the workspace wants of every sign-in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FactorRule {
    /// Whether everybody needs a second factor or a passkey.
    required: bool,
}

/// Lists who has a second factor, by name.
#[utoipa::path(get, path = "", tag = "users", operation_id = "factor_list", params(FactorQuery),
    responses((status = 200, body = List<FactorHolder>, description = "A page of people."), Problems))]
async fn list(
    desk: AsTenant,
    Params(query): Params<FactorQuery>,
) -> Answer<Json<List<FactorHolder>>> {
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.factor_list(page).await?)))
}

/// Shows whether everybody needs a second factor.
#[utoipa::path(get, path = "/rule", tag = "users", operation_id = "factor_rule",
    responses((status = 200, body = FactorRule, description = "The rule."), Problems))]
async fn rule(desk: AsTenant) -> Answer<Json<FactorRule>> {
    let required = desk.factor_rule().await?;
    Ok(Json(FactorRule { required }))
}

/// Decides whether everybody needs a second factor, in force from everybody's next request on. For owners; wants a recent
/// sign-in.
#[utoipa::path(put, path = "/rule", tag = "users", operation_id = "factor_set_rule", request_body = FactorRule,
    responses((status = 200, body = FactorRule, description = "The rule as it is now."), Problems))]
async fn set_rule(
    desk: AsTenant,
    JsonBody(body): JsonBody<FactorRule>,
) -> Answer<Json<FactorRule>> {
    desk.factor_set_rule(body.required).await?;
    Ok(Json(body))
}
