//! Modules: the parts of the product that a tenant has, and those that it could have (MOD-3).

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, acts::words};

words! {
    /// Where a module is for a tenant.
    ModuleStatus {
        /// Part of every workspace: on, and cannot be switched off.
        Core = "core",
        /// Switched on.
        On = "on",
        /// Switched off; what is in it is kept and cannot be reached.
        Off = "off",
        /// Announced, and not in the product yet.
        Planned = "planned",
    }
}

impl ModuleStatus {
    /// Whether what is in it can be reached.
    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::Core | Self::On)
    }
}

/// One module of the catalogue, as it stands for a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Stable name.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// One sentence in the tenant's words.
    pub description: String,
    /// Where it is.
    pub status: ModuleStatus,
    /// Whether the tenant's plan contains it.
    pub is_in_plan: bool,
    /// Keys of the modules that it needs, directly or through another.
    pub requires: Vec<String>,
    /// Keys of the modules that need it, directly or through another.
    pub needed_by: Vec<String>,
}

/// A module, and what switching it would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleDetail {
    /// The module as it is now.
    pub module: Module,
    /// What the other position of its switch would bring; nothing for what cannot be switched.
    pub impact: ModuleImpact,
    /// Codes and names of the plans that contain it and can be had, where the tenant's does not.
    pub plans: Vec<(String, String)>,
}

/// What switching a module brings, with all that are switched along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleImpact {
    /// The modules that are switched along, each after those that it needs.
    pub along: Vec<ModuleName>,
    /// People whose role reaches something in it.
    pub people: i64,
    /// What is in it, which is kept and cannot be reached while it is off.
    pub records: Vec<RecordCount>,
    /// Names of the pages that come or go.
    pub pages: Vec<String>,
}

/// How a module is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleName {
    /// Stable name.
    pub key: String,
    /// Name for people.
    pub name: String,
}

/// How many records of a kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCount {
    /// The product's own noun, for which the tenant may have a word.
    pub noun: String,
    /// How many.
    pub count: i64,
}

/// What a form or the API sends to switch a module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModuleSwitch {
    /// On or off.
    pub enabled: bool,
    /// Whether the caller was told which other modules change along, and agrees.
    pub confirm: bool,
}

/// What a tenant's admin can do with modules.
#[async_trait]
pub trait Modules: Send + Sync {
    /// Every module that is there, each after those that it needs.
    async fn module_list(&self) -> Answer<Vec<Module>>;
    /// One module, and what switching it would bring.
    async fn module_show(&self, key: String) -> Answer<ModuleDetail>;
    /// Switches a module, in force from everybody's next request on. What is in it is kept.
    ///
    /// `plan_upgrade_required` names the plans that contain it; `dependency_conflict` says what switching it would bring, if
    /// other modules are switched along, until the caller confirms.
    async fn module_switch(&self, key: String, switch: ModuleSwitch) -> Answer<Module>;
}
