//! What the pages of modules ask the server for.

use contract::{
    Fault,
    modules::{Module, ModuleDetail},
};
use leptos::prelude::*;

/// Every module, each after those that it needs.
#[server(prefix = "/fn/tenant", endpoint = "module_list")]
pub(super) async fn module_list() -> Result<Vec<Module>, Fault> {
    portal_kit::tenant()?.module_list().await
}

/// One module, and what switching it would bring.
#[server(prefix = "/fn/tenant", endpoint = "module_show")]
pub(super) async fn module_show(key: String) -> Result<ModuleDetail, Fault> {
    portal_kit::tenant()?.module_show(key).await
}

/// Switches a module.
#[server(prefix = "/fn/tenant", endpoint = "module_switch")]
pub(super) async fn module_switch(
    key: String,
    #[server(default)] enabled: bool,
    #[server(default)] confirm: bool,
) -> Result<(), Fault> {
    let switch = contract::modules::ModuleSwitch { enabled, confirm };
    let module = portal_kit::tenant()?.module_switch(key, switch).await?;
    portal_kit::notice(if enabled {
        format!("Switched on for everybody: {}.", module.name)
    } else {
        format!("Switched off: {}. What is in it is kept.", module.name)
    });
    portal_kit::redirect(super::LIST);
    Ok(())
}
