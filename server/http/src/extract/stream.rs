//! The right to be told what happens, for as long as one listens.

use axum::{extract::FromRequestParts, http::request::Parts};
use contract::Fault;
use domain::Signed;
use tokio::sync::OwnedSemaphorePermit;

use crate::{Http, Refusal};

/// One of the streams of events that an account may have open. To be kept until the stream ends.
pub(crate) struct OpenStream {
    _permit: OwnedSemaphorePermit,
}

impl FromRequestParts<Http> for OpenStream {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Refusal> {
        let signed = parts.extensions.get::<Signed>();
        let signed = signed.ok_or_else(Fault::unauthenticated)?;
        let permit = http.limiter().open_stream(signed)?;
        Ok(Self { _permit: permit })
    }
}
