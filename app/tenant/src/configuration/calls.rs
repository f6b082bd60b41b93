//! What the configuration page asks the server for.

use contract::{Fault, branding::VersionedConfig, vocabulary::Vocabulary};
use leptos::prelude::*;

/// The settings.
#[server(prefix = "/fn/tenant", endpoint = "config_get")]
pub(crate) async fn config_get() -> Result<VersionedConfig, Fault> {
    portal_kit::tenant()?.config_get().await
}

/// Replaces the settings, if nobody else did meanwhile.
#[server(prefix = "/fn/tenant", endpoint = "config_update")]
pub(crate) async fn config_update(
    version: i32,
    locale: String,
    time_zone: String,
    currency: String,
    week_start: u8,
    vocabulary: Vocabulary,
) -> Result<(), Fault> {
    let config = contract::branding::TenantConfig {
        locale,
        time_zone,
        currency,
        week_start,
        vocabulary,
    };
    let kept = |fault: Fault| fault.with_input(&super::terms::typed(&config));
    portal_kit::tenant()?
        .config_update(config.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("The configuration is saved.");
    portal_kit::redirect("/settings/configuration");
    Ok(())
}
