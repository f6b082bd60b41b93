//! Reads the whole body before anything else looks at it: no larger and no slower than allowed, by any door.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use contract::{Fault, FaultCode};

use crate::{Http, HttpSettings, Refusal};

pub(super) async fn read(
    State(http): State<Http>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let limit = limit(http.settings(), request.uri().path());
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > limit) {
        return Err(too_large(limit));
    }
    let (parts, body) = request.into_parts();
    let bytes = tokio::time::timeout(http.settings().body_patience, to_bytes(body, limit))
        .await
        .map_err(|_| {
            Fault::new(
                FaultCode::RequestTimeout,
                "The request took too long to arrive.",
            )
        })?
        // A body that ends early has nobody left to tell; what remains is one that is too long.
        .map_err(|_| too_large(limit))?;
    Ok(next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await)
}

/// A sheet is a file of thousands of rows; nothing else that is sent is as large.
fn limit(settings: &HttpSettings, path: &str) -> usize {
    let is_sheet = path == "/fn/member/import_begin"
        || (path.starts_with("/api/v1/") && path.ends_with("/import"));
    if is_sheet {
        settings.sheet_limit
    } else {
        settings.body_limit
    }
}

fn too_large(limit: usize) -> Refusal {
    Refusal(Fault::new(
        FaultCode::TooLarge,
        format!("Send at most {} kilobytes.", limit / 1024),
    ))
}
