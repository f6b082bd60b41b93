//! The outbox.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse},
};
use chrono::{DateTime, Utc};
use contract::{
    ids::MailKind,
    mails::{MailFilter, MailState, Mails},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    Http,
    extract::{AsOperator, Params, PathId, page},
    respond::Answer,
    wire::{List, MailStateWord, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(html))
        .routes(routes!(retry))
}

/// One line of the outbox.
#[derive(Debug, Serialize, ToSchema)]
struct MailRow {
    id: Uuid,
    /// The tenant it concerns.
    tenant_id: Option<Uuid>,
    tenant_slug: Option<String>,
    /// Key of the text.
    #[schema(example = "owner_invitation")]
    kind: String,
    recipient: String,
    subject: String,
    #[schema(value_type = MailStateWord)]
    state: MailState,
    /// How often it was tried.
    attempts: i32,
    /// The last error.
    error: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
}

/// A mail with its text.
#[derive(Debug, Serialize, ToSchema)]
struct Mail {
    #[serde(flatten)]
    row: MailRow,
    text: String,
    html: String,
}

impl From<contract::mails::MailRow> for MailRow {
    fn from(row: contract::mails::MailRow) -> Self {
        Self {
            id: row.id.uuid(),
            tenant_id: row.tenant_id.map(Uuid::from),
            tenant_slug: row.tenant_slug,
            kind: row.kind,
            recipient: row.recipient,
            subject: row.subject,
            state: row.state,
            attempts: row.attempts,
            error: row.error,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

impl From<contract::mails::Mail> for Mail {
    fn from(mail: contract::mails::Mail) -> Self {
        Self {
            row: mail.row.into(),
            text: mail.text,
            html: mail.html,
        }
    }
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct MailQuery {
    /// Part of a recipient or subject.
    q: String,
    /// `queued`, `sent` or `failed`.
    state: String,
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists mails, newest first.
#[utoipa::path(get, path = "", tag = "platform", operation_id = "mail_list", params(MailQuery),
    responses((status = 200, body = List<MailRow>, description = "A page of mails."), Problems))]
async fn list(desk: AsOperator, Params(query): Params<MailQuery>) -> Answer<Json<List<MailRow>>> {
    let filter = MailFilter {
        q: query.q,
        state: query.state,
    };
    let page = page(&query.limit, query.cursor)?;
    Ok(Json(List::page(desk.mail_list(filter, page).await?)))
}

/// Shows a mail with its text.
#[utoipa::path(get, path = "/{id}", tag = "platform", operation_id = "mail_get", params(("id" = Uuid, Path)),
    responses((status = 200, body = Mail, description = "The mail."), Problems))]
async fn show(desk: AsOperator, PathId(id): PathId<MailKind>) -> Answer<Json<Mail>> {
    Ok(Json(desk.mail_get(id).await?.into()))
}

/// Whatever a mail holds, in its frame it runs nothing, loads nothing and leads nowhere; only its own styles hold, which
/// the policy of the page around would refuse.
const FRAMED: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'",
);

/// Shows the HTML of a mail as a document, for a frame.
#[utoipa::path(get, path = "/{id}/html", tag = "platform", operation_id = "mail_html", params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "text/html", description = "The document."), Problems))]
async fn html(desk: AsOperator, PathId(id): PathId<MailKind>) -> Answer<impl IntoResponse> {
    let mail = desk.mail_get(id).await?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, FRAMED),
        (
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("SAMEORIGIN"),
        ),
    ];
    Ok((headers, Html(mail.html)))
}

/// Puts a failed mail back into the queue.
#[utoipa::path(post, path = "/{id}/retry", tag = "platform", operation_id = "mail_retry", params(("id" = Uuid, Path)),
    responses((status = 204, description = "The mail is queued."), Problems))]
async fn retry(desk: AsOperator, PathId(id): PathId<MailKind>) -> Answer<StatusCode> {
    desk.mail_retry(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
