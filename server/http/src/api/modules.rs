//! Modules of the tenant.

use axum::Json;
use contract::modules::{ModuleStatus, ModuleSwitch, Modules};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, JsonBody, PathText},
    respond::Answer,
    wire::{Impact, List, ModuleStatusWord, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(show, switch))
}

/// One module of the catalogue, as it stands for the tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Module {
    /// Stable name.
    #[schema(example = "referrals")]
    key: String,
    name: String,
    /// One sentence in the tenant's words.
    description: String,
    /// Whether its records can be reached.
    enabled: bool,
    /// `core` is on in every workspace.
    #[schema(value_type = ModuleStatusWord)]
    status: ModuleStatus,
    /// Whether the tenant's plan contains it.
    is_in_plan: bool,
    /// Keys of the modules that it needs, directly or through another.
    requires: Vec<String>,
    /// Keys of the modules that need it, directly or through another.
    needed_by: Vec<String>,
}

impl From<contract::modules::Module> for Module {
    fn from(module: contract::modules::Module) -> Self {
        Self {
            key: module.key,
            name: module.name,
            description: module.description,
            enabled: module.status.is_enabled(),
            status: module.status,
            is_in_plan: module.is_in_plan,
            requires: module.requires,
            needed_by: module.needed_by,
        }
    }
}

/// A module, and what switching it would bring.
#[derive(Debug, Serialize, ToSchema)]
struct ModuleDetail {
    #[serde(flatten)]
    module: Module,
    /// What the other position of its switch would bring.
    impact: Impact,
    /// Codes of the plans that contain it, where the tenant's does not.
    plans: Vec<String>,
}

/// What a module is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SwitchBody {
    /// On or off.
    enabled: bool,
    /// Agrees to switch the modules that depend on each other along; `modules` of the refusal names them.
    #[serde(default)]
    confirm: bool,
}

/// Lists the modules, each after those that it needs.
#[utoipa::path(get, path = "", tag = "modules", operation_id = "module_list",
    responses((status = 200, body = List<Module>, description = "Every module."), Problems))]
async fn list(desk: AsTenant) -> Answer<Json<List<Module>>> {
    Ok(Json(List::whole(desk.module_list().await?)))
}

/// Shows a module, and what switching it would bring.
#[utoipa::path(get, path = "/{key}", tag = "modules", operation_id = "module_show",
    params(("key" = String, Path)),
    responses((status = 200, body = ModuleDetail, description = "The module."), Problems))]
async fn show(desk: AsTenant, PathText(key): PathText) -> Answer<Json<ModuleDetail>> {
    let detail = desk.module_show(key).await?;
    Ok(Json(ModuleDetail {
        module: detail.module.into(),
        impact: detail.impact.into(),
        plans: detail.plans.into_iter().map(|(code, _)| code).collect(),
    }))
}

/// Switches a module, in force from everybody's next request on. What is in it is kept.
#[utoipa::path(put, path = "/{key}", tag = "modules", operation_id = "module_switch",
    params(("key" = String, Path)), request_body = SwitchBody,
    responses((status = 200, body = Module, description = "The module as it is now."), Problems))]
async fn switch(
    desk: AsTenant,
    PathText(key): PathText,
    JsonBody(body): JsonBody<SwitchBody>,
) -> Answer<Json<Module>> {
    let switch = ModuleSwitch {
        enabled: body.enabled,
        confirm: body.confirm,
    };
    Ok(Json(desk.module_switch(key, switch).await?.into()))
}
