//! Roles of the tenant: what its people may do.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    Fault,
    acts::Act,
    roles::{RoleDraft, RoleKey, Roles},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, PathText},
    respond::{Answer, Created, Versioned},
    wire::{ActWord, List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, update, delete))
}

/// A role of the tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Role {
    /// Its word, which never changes; what accounts name.
    key: String,
    /// The tenant's name for it.
    name: String,
    /// What it may do.
    #[schema(value_type = Vec<ActWord>)]
    acts: Vec<Act>,
    /// Whether it came with the workspace; such a one cannot be changed.
    is_built_in: bool,
    /// How many people have it, invited ones included.
    people: i64,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<contract::roles::TenantRole> for Role {
    fn from(row: contract::roles::TenantRole) -> Self {
        Self {
            key: row.key.into(),
            name: row.name,
            acts: row.acts,
            is_built_in: row.is_built_in,
            people: row.people,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

impl From<contract::roles::TenantRole> for Versioned<Role> {
    fn from(row: contract::roles::TenantRole) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// What is kept of a role. The word of a new one follows from its name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleBody {
    /// Unique in the tenant, up to 60 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
    /// Nothing that the caller may not do.
    #[serde(default)]
    #[schema(required, value_type = Vec<ActWord>)]
    acts: Vec<String>,
}

impl From<RoleBody> for RoleDraft {
    fn from(body: RoleBody) -> Self {
        Self {
            name: body.name,
            acts: body.acts,
        }
    }
}

fn key(word: &str) -> Result<RoleKey, Fault> {
    word.parse().map_err(|_| Fault::not_found("role"))
}

/// Lists every role: the built-in ones from most to least, then the tenant's own by name.
#[utoipa::path(get, path = "", tag = "users", operation_id = "role_list",
    responses((status = 200, body = List<Role>, description = "Every role."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<Role>>> {
    Ok(Json(List::whole(desk.role_list().await?)))
}

/// Makes a role that may do no more than the caller. Wants a recent sign-in.
#[utoipa::path(post, path = "", tag = "users", operation_id = "role_create", request_body = RoleBody,
    responses((status = 201, body = Role, description = "The new role."), Problems))]
async fn create(desk: AsTenant, JsonBody(body): JsonBody<RoleBody>) -> Answer<Created<Role>> {
    let role = desk.role_create(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/roles/{}", role.key),
        thing: role.into(),
    })
}

/// Shows a role.
#[utoipa::path(get, path = "/{key}", tag = "users", operation_id = "role_get", params(("key" = String, Path)),
    responses((status = 200, body = Role, description = "The role."), Problems))]
async fn show(desk: AsTenant, PathText(word): PathText) -> Answer<Versioned<Role>> {
    Ok(desk.role_get(key(&word)?).await?.into())
}

/// Changes a role of the tenant's own, in force from the next request of whoever has it. Wants a recent sign-in.
#[utoipa::path(put, path = "/{key}", tag = "users", operation_id = "role_update",
    params(("key" = String, Path), IfMatch), request_body = RoleBody,
    responses((status = 200, body = Role, description = "The role as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    PathText(word): PathText,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<RoleBody>,
) -> Answer<Versioned<Role>> {
    Ok(desk
        .role_update(key(&word)?, body.into(), version)
        .await?
        .into())
}

/// Deletes a role of the tenant's own that nobody has. Wants a recent sign-in.
#[utoipa::path(delete, path = "/{key}", tag = "users", operation_id = "role_delete", params(("key" = String, Path)),
    responses((status = 204, description = "The role is gone."), Problems))]
async fn delete(desk: AsTenant, PathText(word): PathText) -> Answer<StatusCode> {
    desk.role_delete(key(&word)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
