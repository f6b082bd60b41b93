//! What the branding page asks the server for.

use contract::{
    Fault,
    branding::{Branding, BrandingDraft},
};
use leptos::prelude::*;

/// How the pages look.
#[server(prefix = "/fn/tenant", endpoint = "branding_get")]
pub(crate) async fn branding_get() -> Result<Branding, Fault> {
    portal_kit::tenant()?.branding_get().await
}

/// Changes how the pages look, if nobody else did meanwhile.
#[server(prefix = "/fn/tenant", endpoint = "branding_update")]
pub(crate) async fn branding_update(
    version: i32,
    #[server(flatten)] draft: BrandingDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::tenant()?
        .branding_update(draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("The new look is live.");
    portal_kit::redirect("/settings/branding");
    Ok(())
}

/// Puts the picture of a file in the place of the logo.
#[server(prefix = "/fn/tenant", endpoint = "logo_update")]
pub(crate) async fn logo_update(logo: String) -> Result<(), Fault> {
    let file = portal_kit::file("logo", &logo)?;
    portal_kit::tenant()?.logo_update(file, None).await?;
    portal_kit::notice("The new logo is live.");
    portal_kit::redirect("/settings/branding");
    Ok(())
}

/// Takes the logo away.
#[server(prefix = "/fn/tenant", endpoint = "logo_delete")]
pub(crate) async fn logo_delete() -> Result<(), Fault> {
    portal_kit::tenant()?.logo_delete(None).await?;
    portal_kit::notice("The logo is gone.");
    portal_kit::redirect("/settings/branding");
    Ok(())
}
