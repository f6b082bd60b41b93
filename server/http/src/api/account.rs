//! One's own account: sessions, password and second factor.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    Fault,
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
    respond::{Answer, ToldOnce},
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

pub(super) fn second_factor() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(
        show_factor,
        begin_factor,
        confirm_factor,
        remove_factor
    ))
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
    /// When it was made: at the sign-in, or when it went on after a proof, or a change that ended all others.
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

/// The second factor and the passkeys of the account.
#[derive(Debug, Serialize, ToSchema)]
struct SecondFactor {
    /// Since when its code is asked for; null while the account has none.
    since: Option<DateTime<Utc>>,
    /// Recovery codes that were not used.
    codes_left: i64,
    /// The oldest first. They are made, used and removed in a browser alone.
    passkeys: Vec<Passkey>,
    /// Whether nothing but the account is open before there is one of them.
    is_wanted: bool,
}

/// A device that signs in by itself.
#[derive(Debug, Serialize, ToSchema)]
struct Passkey {
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// The one host that it opens.
    host: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

impl From<contract::account::Passkey> for Passkey {
    fn from(passkey: contract::account::Passkey) -> Self {
        Self {
            id: passkey.id.uuid(),
            name: passkey.name,
            host: passkey.host,
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
        }
    }
}

/// What an authenticator app needs, and what to keep for the day it is gone.
#[derive(Debug, Serialize, ToSchema)]
struct FactorSetup {
    /// The secret in base32.
    secret: String,
    /// The same as an `otpauth` address, for a QR code.
    url: String,
    /// Each takes the place of the app's code once; shown only here.
    recovery_codes: Vec<String>,
}

/// The first code of what is being set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeBody {
    /// Six digits.
    #[serde(default)]
    #[schema(required)]
    code: String,
}

/// Shows whether the account has a second factor, and its passkeys.
#[utoipa::path(get, path = "", tag = "identity", operation_id = "second_factor_get",
    responses((status = 200, body = SecondFactor, description = "The second factor."), Problems))]
async fn show_factor(account: AsAccount) -> Answer<Json<SecondFactor>> {
    let factor = account.second_factor().await?;
    Ok(Json(SecondFactor {
        since: factor.since,
        codes_left: factor.codes_left,
        passkeys: factor.passkeys.into_iter().map(Into::into).collect(),
        is_wanted: factor.is_wanted,
    }))
}

/// Begins to set a second factor up, or to replace the one there is. Wants a recent sign-in.
#[utoipa::path(post, path = "", tag = "identity", operation_id = "second_factor_begin",
    responses((status = 200, body = FactorSetup, description = "In force once its first code was sent."), Problems))]
async fn begin_factor(account: AsAccount) -> Answer<ToldOnce<Json<FactorSetup>>> {
    account.second_factor_begin().await?;
    let setup = account.second_factor().await?.setup;
    let setup = setup.ok_or_else(|| Fault::changed_meanwhile("account"))?;
    Ok(ToldOnce(Json(FactorSetup {
        secret: setup.secret,
        url: setup.url,
        recovery_codes: setup.codes,
    })))
}

/// Puts what is being set up in force. Ends every session but the one that asks, and every token.
#[utoipa::path(put, path = "", tag = "identity", operation_id = "second_factor_confirm", request_body = CodeBody,
    responses((status = 204, description = "The code is asked for from now on."), Problems))]
async fn confirm_factor(
    account: AsAccount,
    JsonBody(body): JsonBody<CodeBody>,
) -> Answer<StatusCode> {
    account.second_factor_confirm(body.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the second factor away. Wants a recent sign-in; ends every session but the one that asks, and every token.
#[utoipa::path(delete, path = "", tag = "identity", operation_id = "second_factor_remove",
    responses((status = 204, description = "The account has none any more."), Problems))]
async fn remove_factor(account: AsAccount) -> Answer<StatusCode> {
    account.second_factor_remove().await?;
    Ok(StatusCode::NO_CONTENT)
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
