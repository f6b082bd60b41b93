//! A body that is a table of text.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::header,
};
use contract::{Fault, FaultCode};

use crate::Refusal;

/// The bytes of a table. Whether they are one, only who reads them can say.
pub(crate) struct SheetBody(pub(crate) Vec<u8>);

impl<S: Sync> FromRequest<S> for SheetBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("text/csv") {
            return Err(Refusal(Fault::new(
                FaultCode::UnsupportedMediaType,
                "Send the table itself as text/csv.",
            )));
        }
        // The body layer has read it already, and no more than is allowed.
        let bytes = to_bytes(request.into_body(), usize::MAX).await;
        let bytes = bytes
            .map_err(|_| Fault::new(FaultCode::BadRequest, "The table did not arrive whole."))?;
        Ok(Self(bytes.into()))
    }
}
