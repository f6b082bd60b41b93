//! The forms of an answer.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
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
