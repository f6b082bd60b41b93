//! A body that is a picture.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::header,
};
use contract::{Fault, FaultCode};

use crate::Refusal;

/// The bytes of a picture of a kind that is taken. Whether they are one, only who decodes them can say.
pub(crate) struct PictureBody(pub(crate) Vec<u8>);

const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

impl<S: Sync> FromRequest<S> for PictureBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
            return Err(Refusal(Fault::new(
                FaultCode::UnsupportedMediaType,
                "Send the picture itself as image/png, image/jpeg or image/webp. An SVG is not taken: it can carry scripts.",
            )));
        }
        // The body layer has read it already, and no more than is allowed.
        let bytes = to_bytes(request.into_body(), usize::MAX).await;
        let bytes = bytes
            .map_err(|_| Fault::new(FaultCode::BadRequest, "The picture did not arrive whole."))?;
        Ok(Self(bytes.into()))
    }
}
