//! `Idempotency-Key`: a POST that is repeated with the same key is done once and answered twice.

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{Fault, FaultCode};
use domain::{Allowed, Begun, Platform, Signed};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tracing::Instrument;

use crate::{Refusal, problem, respond::HoldsSecret};

const KEY: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What is kept of an answer.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    location: Option<String>,
    etag: Option<String>,
    body: Value,
}

/// One key of one caller on one route.
#[derive(Clone)]
struct Once {
    platform: Platform,
    signed: Signed,
    route: String,
    key: String,
}

pub(super) async fn answer_once(
    State(platform): State<Platform>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let key = key(request.headers())?;
    let signed = request.extensions().get::<Signed>().cloned();
    let (Some(key), Some(signed), &Method::POST) = (key, signed, request.method()) else {
        return Ok(next.run(request).await);
    };
    let once = Once {
        platform,
        signed,
        route: format!("POST {}", request.uri().path()),
        key,
    };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, usize::MAX)
        .await
        .map_err(|_| Fault::internal())?;
    let hash = Sha256::digest(&bytes);
    match once
        .platform
        .idempotent_begin(&once.signed, &once.route, &once.key, &hash)
        .await?
    {
        Begun::Answered { status, body } => Ok(replay(status, body)),
        Begun::Fresh(allowed) => {
            let request = Request::from_parts(parts, Body::from(bytes));
            once.answer(allowed, request, next).await
        }
    }
}

impl Once {
    /// Runs to its end by itself: a caller who hangs up would else leave the key taken and the answer unknown.
    async fn answer(
        self,
        allowed: Allowed,
        request: Request,
        next: Next,
    ) -> Result<Response, Refusal> {
        let once = self.clone();
        let work = async move {
            let response = next.run(request).await;
            once.keep(allowed, response).await
        };
        if let Ok(answer) = tokio::spawn(work.in_current_span()).await {
            return answer;
        }
        // It panicked, and the hook has said where.
        self.free().await?;
        Err(Refusal(Fault::internal()))
    }

    /// Keeps the answer of a call that did something; a refusal did nothing and may be tried again. So may a call that
    /// answers with a secret: that is kept nowhere.
    async fn keep(self, allowed: Allowed, response: Response) -> Result<Response, Refusal> {
        let holds_secret = response.extensions().get::<HoldsSecret>().is_some();
        if holds_secret || !response.status().is_success() {
            self.free().await?;
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX)
            .await
            .map_err(|_| Fault::internal())?;
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let kept = Kept {
            location: text(header::LOCATION),
            etag: text(header::ETAG),
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        };
        let kept = serde_json::to_value(kept).unwrap_or_default();
        let status = parts.status.as_u16();
        self.platform
            .idempotent_finish(
                &self.signed,
                (&self.route, &self.key),
                allowed,
                (status, kept),
            )
            .await?;
        Ok(Response::from_parts(parts, Body::from(bytes)))
    }

    async fn free(&self) -> Result<(), Fault> {
        self.platform
            .idempotent_abandon(&self.signed, &self.route, &self.key)
            .await
    }
}

fn replay(status: u16, kept: Value) -> Response {
    let kept: Kept = serde_json::from_value(kept).unwrap_or_default();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = match kept.body {
        Value::Null => status.into_response(),
        body => (status, Json(body)).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    for (name, value) in [(header::LOCATION, kept.location), (header::ETAG, kept.etag)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let Some(key) = problem::single_header(headers, KEY)? else {
        return Ok(None);
    };
    if (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Some(key.to_owned()))
    } else {
        Err(Fault::new(
            FaultCode::BadRequest,
            "Idempotency-Key takes 1 to 255 visible ASCII characters.",
        ))
    }
}
