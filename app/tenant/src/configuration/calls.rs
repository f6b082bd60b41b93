//! What the configuration page asks the server for.

use contract::{
    Fault, Page, PageRequest,
    branding::{ConfigVersion, VersionedConfig},
    vocabulary::Vocabulary,
};
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

/// The versions that there were.
#[server(prefix = "/fn/tenant", endpoint = "config_versions")]
pub(crate) async fn config_versions(
    #[server(default)] page: PageRequest,
) -> Result<Page<ConfigVersion>, Fault> {
    portal_kit::tenant()?.config_versions(page).await
}

/// Makes a new version of an old one.
#[server(prefix = "/fn/tenant", endpoint = "config_restore")]
pub(crate) async fn config_restore(version: i32) -> Result<(), Fault> {
    let config = portal_kit::tenant()?.config_restore(version, None).await?;
    let now = config.version;
    portal_kit::notice(format!("Version {version} is restored, as version {now}."));
    portal_kit::redirect("/settings/configuration/versions");
    Ok(())
}
