//! The forms of an answer.

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::Fault;
use futures_util::Stream;
use serde::Serialize;

use crate::Refusal;

/// What a handler answers.
pub(crate) type Answer<T> = Result<T, Refusal>;

/// A thing with its version as `ETag`.
pub(crate) struct Versioned<T> {
    pub(crate) version: i32,
    pub(crate) body: T,
}

/// A new thing, with its version and its address.
pub(crate) struct Created<T> {
    /// 201, or 202 for what is still being made.
    pub(crate) status: StatusCode,
    pub(crate) address: String,
    pub(crate) thing: Versioned<T>,
}

/// An answer with a secret in it: it is told once, and kept nowhere, not for a repeated call either.
pub(crate) struct ToldOnce<T>(pub(crate) T);

/// A file that is made while it is sent. What fails on the way breaks the answer off, and whoever gets it sees that.
pub(crate) fn file(
    name: &str,
    kind: &'static str,
    pieces: impl Stream<Item = Result<String, Fault>> + Send + 'static,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}

/// Marks the response of [`ToldOnce`].
#[derive(Clone, Copy)]
pub(crate) struct HoldsSecret;

impl<T: IntoResponse> IntoResponse for ToldOnce<T> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(HoldsSecret);
        response
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = self.thing.into_response();
        *response.status_mut() = self.status;
        if let Ok(address) = HeaderValue::from_str(&self.address) {
            response.headers_mut().insert(header::LOCATION, address);
        }
        response
    }
}
