//! One's own account: sessions and password.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    account::{OwnAccount, PasswordChange},
    ids::SessionKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsAccount, JsonBody, PathId},
    respond::Answer,
    wire::{List, Problems},
};

pub(super) fn sessions() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list, end_others))
        .routes(routes!(end))
}

pub(super) fn password() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(change_password))
}

/// A browser in which the account is signed in.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    id: Uuid,
    /// Whether it is the one that asks; a token is none.
    is_current: bool,
    /// What the browser called itself when the session was made.
    agent: Option<String>,
    /// Address that it was made from.
    ip: Option<String>,
    /// When it was made: at the sign-in, or when it went on after a change that ended all others.
    signed_in_at: DateTime<Utc>,
    /// To five minutes.
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<contract::account::Session> for Session {
    fn from(session: contract::account::Session) -> Self {
        Self {
            id: session.id.uuid(),
            is_current: session.is_current,
            agent: session.agent,
            ip: session.ip,
            signed_in_at: session.signed_in_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
        }
    }
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordBody {
    /// The password so far.
    #[serde(default)]
    #[schema(required)]
    password: String,
    /// 12 to 128 characters.
    #[serde(default)]
    #[schema(required)]
    new_password: String,
}

impl From<PasswordBody> for PasswordChange {
    fn from(body: PasswordBody) -> Self {
        Self {
            password: body.password,
            new_password_again: body.new_password.clone(),
            new_password: body.new_password,
        }
    }
}

/// Lists where the account is signed in with a browser, what was used last first.
#[utoipa::path(get, path = "", tag = "identity", operation_id = "session_list",
    responses((status = 200, body = List<Session>, description = "The newest hundred sessions."), Problems))]
async fn list(account: AsAccount) -> Answer<Json<List<Session>>> {
    Ok(Json(List::whole(account.session_list().await?)))
}

/// Ends one session, in force from its next request on.
#[utoipa::path(delete, path = "/{id}", tag = "identity", operation_id = "session_end", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The session is ended."), Problems))]
async fn end(account: AsAccount, PathId(id): PathId<SessionKind>) -> Answer<StatusCode> {
    account.session_end(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends every session but the one that asks, and every token, the one that asks included.
#[utoipa::path(delete, path = "", tag = "identity", operation_id = "session_end_others",
    responses((status = 204, description = "All others are ended."), Problems))]
async fn end_others(account: AsAccount) -> Answer<StatusCode> {
    account.session_end_others().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the password. Ends every session but the one that asks, and every token, the one that asks included.
#[utoipa::path(put, path = "", tag = "identity", operation_id = "password_change", request_body = PasswordBody,
    responses((status = 204, description = "The new password is in force."), Problems))]
async fn change_password(
    account: AsAccount,
    JsonBody(body): JsonBody<PasswordBody>,
) -> Answer<StatusCode> {
    account.password_change(body.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
