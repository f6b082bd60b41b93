//! The server that gets the workspace's log as it is written.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    Fault,
    receivers::{ReceiverDraft, Receivers},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, JsonBody},
    respond::{Answer, ToldOnce},
    wire::Problems,
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(show, set, delete))
        .routes(routes!(renew))
        .routes(routes!(test))
}

/// A server that gets every entry of the log, in batches of JSON that are signed as Standard Webhooks says.
#[derive(Debug, Serialize, ToSchema)]
struct Receiver {
    url: String,
    /// Whether it gets anything.
    is_on: bool,
    /// Until when messages are signed with the secret before as well.
    old_secret_until: Option<DateTime<Utc>>,
    /// The number of the entry that it got last, counted from 1.
    last: Option<i64>,
    sent_at: Option<DateTime<Utc>>,
    /// Entries that wait.
    waiting: i64,
    /// Why the newest attempt failed.
    error: Option<String>,
    /// When the next attempt is made, if the newest failed.
    next_at: Option<DateTime<Utc>>,
    /// When the newest test was made; null while it is under way.
    tested_at: Option<DateTime<Utc>>,
    /// Why that failed.
    test_error: Option<String>,
}

impl From<contract::receivers::Receiver> for Receiver {
    fn from(receiver: contract::receivers::Receiver) -> Self {
        let (tested_at, test_error) = receiver
            .test
            .map_or((None, None), |test| (test.at, test.error));
        Self {
            url: receiver.url,
            is_on: receiver.is_on,
            old_secret_until: receiver.old_secret_until,
            last: receiver.last,
            sent_at: receiver.sent_at,
            waiting: receiver.waiting,
            error: receiver.error,
            next_at: receiver.next_at,
            tested_at,
            test_error,
        }
    }
}

/// The receiver as it is now, and its secret while that is new.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiverWithSecret {
    #[serde(flatten)]
    about: Receiver,
    /// What messages are signed with. It is told for a quarter of an hour after it was made.
    secret: Option<String>,
}

impl From<contract::receivers::Receiver> for ReceiverWithSecret {
    fn from(receiver: contract::receivers::Receiver) -> Self {
        Self {
            secret: receiver.secret.clone().map(|secret| secret.0),
            about: receiver.into(),
        }
    }
}

/// Where the log is to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiverBody {
    /// An https address.
    #[serde(default)]
    #[schema(required, example = "https://siem.example/log")]
    url: String,
    /// Whether it gets anything.
    is_on: bool,
}

impl From<ReceiverBody> for ReceiverDraft {
    fn from(body: ReceiverBody) -> Self {
        Self {
            url: body.url,
            is_on: body.is_on,
        }
    }
}

/// Shows the receiver of the log, and how far it is.
#[utoipa::path(get, path = "", tag = "audit", operation_id = "receiver_get",
    responses((status = 200, body = Receiver, description = "The receiver."), Problems))]
async fn show(desk: AsTenant) -> Answer<Json<Receiver>> {
    let receiver = desk.receiver_get().await?;
    let receiver = receiver.ok_or_else(|| Fault::not_found("receiver"))?;
    Ok(Json(receiver.into()))
}

/// Makes or changes the receiver of the log. A new one gets the entries from now on, a changed one goes on where it was.
/// Wants a recent sign-in.
#[utoipa::path(put, path = "", tag = "audit", operation_id = "receiver_set", request_body = ReceiverBody,
    responses((status = 200, body = ReceiverWithSecret, description = "The receiver as it is now."), Problems))]
async fn set(
    desk: AsTenant,
    JsonBody(body): JsonBody<ReceiverBody>,
) -> Answer<ToldOnce<Json<ReceiverWithSecret>>> {
    let receiver = desk.receiver_set(body.into()).await?;
    Ok(ToldOnce(Json(receiver.into())))
}

/// Makes a new secret. Messages are signed with both for a day. Wants a recent sign-in.
#[utoipa::path(post, path = "/secret", tag = "audit", operation_id = "receiver_renew",
    responses((status = 201, body = ReceiverWithSecret, description = "The receiver with its new secret."), Problems))]
async fn renew(desk: AsTenant) -> Answer<ToldOnce<(StatusCode, Json<ReceiverWithSecret>)>> {
    let receiver = desk.receiver_renew().await?;
    Ok(ToldOnce((StatusCode::CREATED, Json(receiver.into()))))
}

/// Sends a message that says nothing, also to a receiver that is off. What becomes of it is shown a moment later.
#[utoipa::path(post, path = "/test", tag = "audit", operation_id = "receiver_test",
    responses((status = 202, description = "It is under way."), Problems))]
async fn test(desk: AsTenant) -> Answer<StatusCode> {
    desk.receiver_test().await?;
    Ok(StatusCode::ACCEPTED)
}

/// Forgets the receiver. Wants a recent sign-in.
#[utoipa::path(delete, path = "", tag = "audit", operation_id = "receiver_delete",
    responses((status = 204, description = "Nothing is sent any more."), Problems))]
async fn delete(desk: AsTenant) -> Answer<StatusCode> {
    desk.receiver_delete().await?;
    Ok(StatusCode::NO_CONTENT)
}
