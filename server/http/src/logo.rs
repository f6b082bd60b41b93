//! The logo of a host's tenant: the one thing in a plane that anybody may fetch, since the sign-in page shows it.

use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use contract::logo::LogoForm;
use domain::{Platform, Site};

use crate::{Http, Refusal, problem::nothing_here};

/// The hash in the address changes with the picture, so what a cache has is right for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Were it ever taken for a document, it could do nothing.
const INERT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'",
);

/// The route of the logo. Wants [`crate::protect`] around it.
pub fn logo(http: &Http) -> Router {
    Router::new()
        .route("/brand/{hash}/{file}", get(show))
        .with_state(http.clone())
}

async fn show(
    State(platform): State<Platform>,
    Extension(site): Extension<Site>,
    Path((hash, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let form = LogoForm::of_file(&file).ok_or_else(nothing_here)?;
    let tag = format!("\"{hash}\"");
    let has_it = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known == tag.as_str());
    let mut response = if has_it {
        let is_there = platform.has_logo(&site, &hash).await?;
        is_there.then_some(StatusCode::NOT_MODIFIED.into_response())
    } else {
        let picture = platform.logo(&site, &hash, form).await?;
        picture.map(|picture| ([(header::CONTENT_TYPE, "image/png")], picture).into_response())
    }
    .ok_or_else(nothing_here)?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    headers.insert(header::CONTENT_SECURITY_POLICY, INERT);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}
