//! How the tenant's pages and mails look.

use contract::{
    branding::{BrandingDesk, BrandingDraft},
    logo::LogoForm,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody},
    respond::{Answer, Versioned},
    wire::Problems,
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(show, update))
}

/// How the tenant's pages and mails look.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Branding {
    /// The name that visitors see.
    display_name: String,
    /// `#rrggbb`; buttons, links and marks.
    primary_color: String,
    /// `#rrggbb`; second accent.
    secondary_color: String,
    /// A sentence above the sign-in form.
    sign_in_text: Option<String>,
    /// Path of the logo on the workspace's host, a PNG that anybody may fetch; null without one.
    logo: Option<String>,
    /// Counts up with every change; the `ETag`.
    version: i32,
}

impl From<contract::branding::Branding> for Branding {
    fn from(row: contract::branding::Branding) -> Self {
        Self {
            display_name: row.display_name,
            primary_color: row.primary_color,
            secondary_color: row.secondary_color,
            sign_in_text: row.sign_in_text,
            logo: row.logo.map(|hash| LogoForm::Whole.path(&hash)),
            version: row.version,
        }
    }
}

impl From<contract::branding::Branding> for Versioned<Branding> {
    fn from(row: contract::branding::Branding) -> Self {
        Self {
            version: row.version,
            body: row.into(),
        }
    }
}

/// How the tenant's pages and mails shall look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BrandingBody {
    /// The name that visitors see, up to 100 characters.
    #[serde(default)]
    #[schema(required)]
    display_name: String,
    /// `#rrggbb`.
    #[serde(default)]
    #[schema(required, example = "#2563eb")]
    primary_color: String,
    /// `#rrggbb`.
    #[serde(default)]
    #[schema(required, example = "#0f172a")]
    secondary_color: String,
    /// A sentence above the sign-in form, up to 200 characters.
    sign_in_text: Option<String>,
}

impl From<BrandingBody> for BrandingDraft {
    fn from(body: BrandingBody) -> Self {
        Self {
            display_name: body.display_name,
            primary_color: body.primary_color,
            secondary_color: body.secondary_color,
            sign_in_text: body.sign_in_text.unwrap_or_default(),
        }
    }
}

/// Shows the branding.
#[utoipa::path(get, path = "", tag = "settings", operation_id = "branding_get",
    responses((status = 200, body = Branding, description = "The branding."), Problems))]
async fn show(desk: AsTenant) -> Answer<Versioned<Branding>> {
    Ok(desk.branding_get().await?.into())
}

/// Changes the branding.
#[utoipa::path(put, path = "", tag = "settings", operation_id = "branding_update", params(IfMatch),
    request_body = BrandingBody,
    responses((status = 200, body = Branding, description = "The branding as it is now."), Problems))]
async fn update(
    desk: AsTenant,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<BrandingBody>,
) -> Answer<Versioned<Branding>> {
    Ok(desk.branding_update(body.into(), version).await?.into())
}
