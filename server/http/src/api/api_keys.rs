//! Keys for programs.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    acts::Act,
    api_keys::{ApiKeyDraft, ApiKeys},
    ids::ApiKeyKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, JsonBody, PathId},
    respond::{Answer, ToldOnce},
    wire::{ActWord, List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(delete))
        .routes(routes!(rotate))
}

/// A key for programs.
#[derive(Debug, Serialize, ToSchema)]
struct ApiKey {
    id: Uuid,
    /// What it is for.
    name: String,
    /// Its first characters.
    hint: String,
    /// What it may do, as far as its owner may.
    #[schema(value_type = Vec<ActWord>)]
    acts: Vec<Act>,
    /// Whose name it acts in.
    owner: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// To five minutes.
    last_used_at: Option<DateTime<Utc>>,
}

impl From<contract::api_keys::ApiKey> for ApiKey {
    fn from(key: contract::api_keys::ApiKey) -> Self {
        Self {
            id: key.id.uuid(),
            name: key.name,
            hint: key.hint,
            acts: key.acts,
            owner: key.owner,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// A key that was just made.
#[derive(Debug, Serialize, ToSchema)]
struct NewApiKey {
    #[serde(flatten)]
    about: ApiKey,
    /// Goes into `Authorization: Bearer`. It is told only here.
    key: String,
}

impl From<contract::api_keys::ApiKey> for NewApiKey {
    fn from(key: contract::api_keys::ApiKey) -> Self {
        Self {
            key: key.copy.clone().map(|copy| copy.0).unwrap_or_default(),
            about: key.into(),
        }
    }
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApiKeyBody {
    /// What it is for.
    #[serde(default)]
    #[schema(required)]
    name: String,
    /// What it may do.
    #[serde(default)]
    #[schema(required, value_type = Vec<ActWord>)]
    acts: Vec<String>,
    /// How many days it lives, 1 to 366.
    #[serde(default)]
    #[schema(required)]
    days: i64,
}

impl From<ApiKeyBody> for ApiKeyDraft {
    fn from(body: ApiKeyBody) -> Self {
        Self {
            name: body.name,
            acts: body.acts,
            days: body.days.to_string(),
        }
    }
}

/// Lists the keys of the workspace, newest first.
#[utoipa::path(get, path = "", tag = "identity", operation_id = "api_key_list",
    responses((status = 200, body = List<ApiKey>, description = "All keys; ended ones for 30 days."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<ApiKey>>> {
    Ok(Json(List::whole(desk.api_key_list().await?)))
}

/// Makes a key in one's own name, for things that one may do oneself. Wants a recent sign-in. It ends with the account's
/// password, and whatever else signs its owner out everywhere.
#[utoipa::path(post, path = "", tag = "identity", operation_id = "api_key_create", request_body = ApiKeyBody,
    responses((status = 201, body = NewApiKey, description = "The key."), Problems))]
async fn create(
    desk: AsTenant,
    JsonBody(body): JsonBody<ApiKeyBody>,
) -> Answer<ToldOnce<(StatusCode, Json<NewApiKey>)>> {
    let key = desk.api_key_create(body.into()).await?;
    Ok(ToldOnce((StatusCode::CREATED, Json(key.into()))))
}

/// Makes a key that takes the place of one of one's own, which goes on working for a day. Wants a recent sign-in.
#[utoipa::path(post, path = "/{id}/rotation", tag = "identity", operation_id = "api_key_rotate",
    params(("id" = Uuid, Path)), responses((status = 201, body = NewApiKey, description = "The new key."), Problems))]
async fn rotate(
    desk: AsTenant,
    PathId(id): PathId<ApiKeyKind>,
) -> Answer<ToldOnce<(StatusCode, Json<NewApiKey>)>> {
    let key = desk.api_key_rotate(id).await?;
    Ok(ToldOnce((StatusCode::CREATED, Json(key.into()))))
}

/// Ends a key, in force from its next use on.
#[utoipa::path(delete, path = "/{id}", tag = "identity", operation_id = "api_key_delete", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The key is ended."), Problems))]
async fn delete(desk: AsTenant, PathId(id): PathId<ApiKeyKind>) -> Answer<StatusCode> {
    desk.api_key_delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
