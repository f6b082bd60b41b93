//! Users: the people with an account in the tenant.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    Fault,
    ids::UserKind,
    users::{UserDraft, UserFilter, UserStatus, Users},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, Params, PathId, page},
    respond::{Answer, Created, Versioned},
    wire::{List, Problems, UserStatusWord},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, invite))
        .routes(routes!(show, set_role, remove))
        .routes(routes!(invite_again))
        .routes(routes!(forget_factor))
}

/// One account of the tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct User {
    id: Uuid,
    /// Full name.
    name: String,
    /// Unique in the tenant.
    email: String,
    /// The word of the role.
    role: String,
    /// The tenant's name for the role.
    role_name: String,
    #[schema(value_type = UserStatusWord)]
    status: UserStatus,
    /// Last sign-in.
    last_seen_at: Option<DateTime<Utc>>,
    /// Counts up with every change; the `ETag`.
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<contract::users::User> for User {
    fn from(row: contract::users::User) -> Self {
        Self {
            id: row.id.uuid(),
            name: row.name,
            email: row.email,
            role: row.role.into(),
            role_name: row.role_name,
            status: row.status,
            last_seen_at: row.last_seen_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

impl From<contract::users::User> for Versioned<User> {
    fn from(row: contract::users::User) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// Who is invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationBody {
    /// Full name, up to 200 characters.
    #[serde(default)]
    #[schema(required)]
    name: String,
    #[serde(default)]
    #[schema(required)]
    email: String,
    #[serde(default)]
    /// The word of a role, such as `staff`.
    #[schema(required)]
    role: String,
}

impl From<InvitationBody> for UserDraft {
    fn from(body: InvitationBody) -> Self {
        Self {
            name: body.name,
            email: body.email,
            role: body.role,
        }
    }
}

/// What can be changed of an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserBody {
    #[serde(default)]
    /// The word of a role, such as `staff`.
    #[schema(required)]
    role: String,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct UserQuery {
    /// Beginnings of words of a name or e-mail address.
    q: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists users by name; removed ones are not shown.
#[utoipa::path(get, path = "", tag = "users", operation_id = "user_list", params(UserQuery),
    responses((status = 200, body = List<User>, description = "A page of users."), Problems))]
async fn list(desk: AsTenant, Params(query): Params<UserQuery>) -> Answer<Json<List<User>>> {
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(
        desk.user_list(UserFilter { q: query.q }, page).await?,
    )))
}

/// Makes an account and mails the link that opens it.
#[utoipa::path(post, path = "", tag = "users", operation_id = "user_invite", request_body = InvitationBody,
    responses((status = 201, body = User, description = "The invited user."), Problems))]
async fn invite(desk: AsTenant, JsonBody(body): JsonBody<InvitationBody>) -> Answer<Created<User>> {
    let user = desk.user_invite(body.into()).await?;
    Ok(Created {
        status: StatusCode::CREATED,
        address: format!("/api/v1/users/{}", user.id),
        thing: user.into(),
    })
}

/// Shows a user.
#[utoipa::path(get, path = "/{id}", tag = "users", operation_id = "user_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = User, description = "The user."), Problems))]
async fn show(desk: AsTenant, PathId(id): PathId<UserKind>) -> Answer<Versioned<User>> {
    Ok(desk.user_get(id).await?.into())
}

/// Changes the role, in force from the user's next request on.
#[utoipa::path(put, path = "/{id}", tag = "users", operation_id = "user_update",
    params(("id" = Uuid, Path), IfMatch), request_body = UserBody,
    responses((status = 200, body = User, description = "The user as it is now."), Problems))]
async fn set_role(
    desk: AsTenant,
    PathId(id): PathId<UserKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<UserBody>,
) -> Answer<Versioned<User>> {
    let role = body
        .role
        .parse()
        .map_err(|_| Fault::field("role", "Choose a role."))?;
    Ok(desk.user_set_role(id, role, version).await?.into())
}

/// Removes a user, in force from the user's next request on.
#[utoipa::path(delete, path = "/{id}", tag = "users", operation_id = "user_remove", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The user is removed."), Problems))]
async fn remove(desk: AsTenant, PathId(id): PathId<UserKind>) -> Answer<StatusCode> {
    desk.user_remove(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the second factor from somebody who lost it, and tells them by mail. Wants a recent sign-in.
#[utoipa::path(delete, path = "/{id}/second-factor", tag = "users", operation_id = "user_forget_factor",
    params(("id" = Uuid, Path)), responses((status = 204, description = "The account has none any more."), Problems))]
async fn forget_factor(desk: AsTenant, PathId(id): PathId<UserKind>) -> Answer<StatusCode> {
    desk.user_forget_factor(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mails a fresh link; the earlier one dies.
#[utoipa::path(post, path = "/{id}/invitation", tag = "users", operation_id = "user_invite_again",
    params(("id" = Uuid, Path)), responses((status = 204, description = "The mail is on its way."), Problems))]
async fn invite_again(desk: AsTenant, PathId(id): PathId<UserKind>) -> Answer<StatusCode> {
    desk.user_invite_again(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
