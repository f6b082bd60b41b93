//! Forms that carry a file. A server function reads url-encoded fields, from a browser and from our code alike; so what a
//! form without our code sends in parts becomes such fields, each file as text in base64.

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::{HeaderMap, HeaderValue, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{Fault, FaultCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The request with url-encoded fields, if it came in parts.
pub(crate) async fn as_fields(request: Request) -> Result<Request, Fault> {
    if !is_in_parts(request.headers()) {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let mut sent = Request::from_parts(parts.clone(), body);
    // The body layer has read it already, and no more than is allowed.
    DefaultBodyLimit::disable().apply(&mut sent);
    let mut form = Multipart::from_request(sent, &())
        .await
        .map_err(|_| unreadable())?;
    let mut fields = Vec::new();
    while let Some(part) = form.next_field().await.map_err(|_| unreadable())? {
        let name = part.name().ok_or_else(unreadable)?.to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| unreadable())?;
        let value = if is_file {
            URL_SAFE_NO_PAD.encode(bytes)
        } else {
            String::from_utf8(bytes.into()).map_err(|_| unreadable())?
        };
        let [name, value] = [&name, &value].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC));
        fields.push(format!("{name}={value}"));
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    let mut fields = Request::from_parts(parts, Body::from(fields.join("&")));
    // Text takes more room than the bytes of a file.
    DefaultBodyLimit::disable().apply(&mut fields);
    Ok(fields)
}

fn is_in_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

fn unreadable() -> Fault {
    Fault::new(
        FaultCode::BadRequest,
        "The form did not arrive whole. Go back and send it again.",
    )
}
