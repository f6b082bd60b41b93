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
