//! Tokens for programs.

use axum::{
    Json,
    extract::{Extension, State},
    http::HeaderMap,
};
use contract::door::SignIn;
use domain::{Platform, Site, TokenPair};
use serde::{Deserialize, Serialize};
use store::Caller;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Http, extract::JsonBody, guard::tenant_header, respond::Answer, wire::Problems};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(token))
        .routes(routes!(refresh))
}

pub(super) fn key_set() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(keys))
}

/// An e-mail address and its password, and the code of the second factor where the account has one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    #[serde(default)]
    #[schema(required)]
    email: String,
    #[serde(default)]
    #[schema(required, format = Password)]
    password: String,
    /// Code of the second factor, or a recovery code; ignored while the account has none.
    totp: Option<String>,
}

/// The refresh token of the last answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Refresh {
    #[serde(default)]
    #[schema(required)]
    refresh_token: String,
}

/// An access token and the refresh token that gives the next pair, once.
#[derive(Serialize, ToSchema)]
struct Tokens {
    /// Goes into `Authorization: Bearer`.
    access_token: String,
    /// Works once; using it twice ends them all.
    refresh_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds that the access token lives.
    expires_in: i64,
}

impl From<TokenPair> for Tokens {
    fn from(pair: TokenPair) -> Self {
        Self {
            access_token: pair.access_token,
            refresh_token: pair.refresh_token,
            token_type: "Bearer",
            expires_in: pair.expires_in,
        }
    }
}

/// Signs in with a password. On the API host, `X-Tenant-ID` names the tenant; without it operators sign in.
#[utoipa::path(post, path = "/token", tag = "identity", operation_id = "token", security(()),
    params(("X-Tenant-ID" = Option<String>, Header, description = "Id or slug of the tenant.")),
    request_body = Credentials, responses((status = 200, body = Tokens, description = "A pair of tokens."), Problems))]
async fn token(
    State(platform): State<Platform>,
    Extension(site): Extension<Site>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Credentials>,
) -> Answer<Json<Tokens>> {
    let tenant = tenant_header(&headers)?;
    let sign_in = SignIn {
        email: body.email,
        password: body.password,
    };
    let pair = platform
        .token(&site, tenant, sign_in, body.totp.as_deref(), caller)
        .await?;
    Ok(Json(pair.into()))
}

/// Exchanges a refresh token for the next pair.
#[utoipa::path(post, path = "/refresh", tag = "identity", operation_id = "refresh", security(()),
    request_body = Refresh, responses((status = 200, body = Tokens, description = "The next pair."), Problems))]
async fn refresh(
    State(platform): State<Platform>,
    Extension(site): Extension<Site>,
    Extension(caller): Extension<Caller>,
    JsonBody(body): JsonBody<Refresh>,
) -> Answer<Json<Tokens>> {
    let pair = platform.refresh(&site, &body.refresh_token, caller).await?;
    Ok(Json(pair.into()))
}

/// Shows the public keys that access tokens are signed with (RFC 7517).
#[utoipa::path(get, path = "", tag = "identity", operation_id = "jwks", security(()),
    responses((status = 200, body = Object, description = "A JSON Web Key Set."), Problems))]
async fn keys(State(platform): State<Platform>) -> Json<serde_json::Value> {
    Json(platform.jwks())
}
