//! The picture that stands for the tenant.

use contract::logo::LogoDesk;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::branding::Branding;
use crate::{
    Http,
    extract::{AsTenant, IfMatch, PictureBody},
    respond::{Answer, Versioned},
    wire::Problems,
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(update, delete))
}

/// Changes the logo.
///
/// Takes a file of at most 1 MB and 4096 pixels on a side. It is drawn anew as a PNG of at most 512 pixels on a side, which
/// is served at the address that the branding tells, and as two square icons; nothing else of the file is kept.
#[utoipa::path(put, path = "", tag = "settings", operation_id = "logo_update", params(IfMatch),
    request_body(content(([u8] = "image/png"), ([u8] = "image/jpeg"), ([u8] = "image/webp"))),
    responses((status = 200, body = Branding, description = "The branding as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    IfMatch(version): IfMatch,
    PictureBody(file): PictureBody,
) -> Answer<Versioned<Branding>> {
    Ok(desk.logo_update(file, version).await?.into())
}

/// Takes the logo away.
#[utoipa::path(delete, path = "", tag = "settings", operation_id = "logo_delete", params(IfMatch),
    responses((status = 200, body = Branding, description = "The branding as it is now."), Problems))]
async fn delete(desk: AsTenant, IfMatch(version): IfMatch) -> Answer<Versioned<Branding>> {
    Ok(desk.logo_delete(version).await?.into())
}
