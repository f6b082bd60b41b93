//! The rules of modules (MOD-3): a plan must contain what is switched on, and modules that need each other are switched
//! together.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    fault::Concern,
    modules::{Module, ModuleDetail, ModuleImpact, ModuleStatus, ModuleSwitch, Modules},
    plans::Plan,
};
use modules::{MODULES, Vocabulary};
use serde_json::json;
use store::{
    AuditEntry, TenantReader, TenantRecord,
    platform::plans,
    tenant::{self, locks},
};

use crate::{Platform, TenantDesk, mails::vocabulary};

mod impact;

use impact::impact;

/// A module as the catalogue has it.
type Manifest = &'static modules::Module;

#[async_trait]
impl Modules for TenantDesk {
    async fn module_list(&self) -> Answer<Vec<Module>> {
        let plan = self.platform.plan_modules(self.scope.tenant()).await?;
        let mut reader = self.read(Act::SettingsRead).await?;
        let on = switched_on(&mut reader).await?;
        let words = vocabulary(&self.scope, &mut reader).await?;
        // What is announced is for operators to know.
        let modules = MODULES.into_iter().filter(|module| module.is_shipped());
        Ok(modules
            .map(|module| show(module, &on, &plan, &words))
            .collect())
    }

    async fn module_show(&self, key: String) -> Answer<ModuleDetail> {
        let plan = self.platform.plan_modules(self.scope.tenant()).await?;
        let module = known(&key);
        let plans = match module {
            Ok(module) if !contains(&plan, module) => self.platform.plans_with(module).await?,
            _ => Vec::new(),
        };
        let mut reader = self.read(Act::SettingsRead).await?;
        let module = module?;
        let on = switched_on(&mut reader).await?;
        let words = vocabulary(&self.scope, &mut reader).await?;
        let impact = if module.is_core {
            ModuleImpact::default()
        } else {
            impact(&mut reader, &words, module, &on).await?
        };
        Ok(ModuleDetail {
            module: show(module, &on, &plan, &words),
            impact,
            plans: plans
                .into_iter()
                .map(|plan| (plan.code, plan.name))
                .collect(),
        })
    }

    async fn module_switch(&self, key: String, switch: ModuleSwitch) -> Answer<Module> {
        let plan = self.platform.plan_modules(self.scope.tenant()).await?;
        let mut writer = self.write(Act::ModuleManage).await?;
        let module = known(&key)?;
        // Of two switches at once, one could leave off what the other is about to need.
        locks::take(&mut writer, "modules").await?;
        let words = vocabulary(&self.scope, &mut writer).await?;
        let before = switched_on(&mut writer).await?;
        if before.contains(&module.key) == switch.enabled {
            return Ok(show(module, &before, &plan, &words));
        }
        let along = changing_along(module, switch.enabled, &before);
        let mut all = along.iter().copied().chain([module]);
        if switch.enabled
            && let Some(missing) = all.find(|one| !contains(&plan, one))
        {
            drop(writer);
            let fault = self.platform.upgrade_required(missing, &words).await?;
            return Err(fault);
        }
        if module.is_core {
            return Err(stays_on(module.title(&words)));
        }
        if !along.is_empty() && !switch.confirm {
            let impact = impact(&mut writer, &words, module, &before).await?;
            return Err(unconfirmed(module.title(&words), switch.enabled, impact));
        }
        let along = keys(&along);
        let all = [along.as_slice(), &[module.key]].concat();
        tenant::modules::switch(&mut writer, &all, switch.enabled).await?;
        let after = switched_on(&mut writer).await?;
        let entry = AuditEntry::new(action(switch.enabled), "module", module.key);
        let (off, on) = (json!({ "modules": before }), json!({ "modules": after }));
        writer
            .commit(entry.with("along", along).changed(&off, &on))
            .await?;
        self.announce().await;
        Ok(show(module, &after, &plan, &words))
    }
}

impl Platform {
    /// Keys of the modules that a tenant's plan contains; `*` for all.
    pub(crate) async fn plan_modules(&self, tenant: &TenantRecord) -> Result<Vec<String>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let modules = plans::modules_of(&mut reader, tenant.id).await?;
        modules.ok_or_else(Fault::tenant_unknown)
    }

    /// The plans that can be had and contain a module.
    async fn plans_with(&self, module: Manifest) -> Result<Vec<Plan>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let mut plans = plans::list(&mut reader, None).await?;
        plans.retain(|plan| plan.is_active && contains(&plan.modules, module));
        Ok(plans)
    }

    /// The fault for a module that a plan leaves out, with the plans that can be had and contain it.
    async fn upgrade_required(&self, module: Manifest, words: &Vocabulary) -> Result<Fault, Fault> {
        let plans = self.plans_with(module).await?;
        let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
        let (name, names) = (module.title(words), names.join(", "));
        let title = format!("Your plan comes without {name}. Plans that have it: {names}.");
        let mut fault = Fault::new(FaultCode::PlanUpgradeRequired, title);
        let codes = plans.into_iter().map(|plan| plan.code);
        fault.concern = Some(Box::new(Concern::Plans(codes.collect())));
        Ok(fault)
    }
}

/// Keys of the modules that a tenant has: those of every workspace, and what was switched on of those that are there.
pub(crate) async fn switched_on(reader: &mut TenantReader) -> Result<Vec<&'static str>, Fault> {
    let chosen = tenant::modules::enabled(reader).await?;
    let is_on = |module: &Manifest| {
        module.is_core || module.is_shipped() && chosen.iter().any(|key| key == module.key)
    };
    Ok(keys(&MODULES.into_iter().filter(is_on).collect::<Vec<_>>()))
}

/// Whether a plan with these modules contains this one.
pub(crate) fn contains(plan: &[String], module: Manifest) -> bool {
    module.is_core || plan.iter().any(|key| key == "*" || key == module.key)
}

/// The modules that are switched with this one: what it needs and is off, or what needs it and is on.
fn changing_along(module: Manifest, enabled: bool, on: &[&str]) -> Vec<Manifest> {
    let mut others = if enabled {
        module.requires()
    } else {
        module.needed_by()
    };
    others.retain(|other| on.contains(&other.key) != enabled);
    others
}

/// A module of the catalogue; one that is announced is for operators to know.
fn known(key: &str) -> Result<Manifest, Fault> {
    let module = modules::module(key).filter(|module| module.is_shipped());
    module.ok_or_else(|| Fault::not_found("module"))
}

fn stays_on(name: &str) -> Fault {
    let title = format!("Part of every workspace, and always on: {name}.");
    Fault::new(FaultCode::Conflict, title)
}

fn unconfirmed(name: &str, enabled: bool, impact: ModuleImpact) -> Fault {
    let names: Vec<&str> = impact.along.iter().map(|one| one.name.as_str()).collect();
    let names = names.join(", ");
    let title = if enabled {
        format!("Needed for {name}, and switched off: {names}. Confirm to switch that on, too.")
    } else {
        format!(
            "Of no use without {name}: {names}. Confirm to switch that off, too; what is in it is kept."
        )
    };
    let mut fault = Fault::new(FaultCode::DependencyConflict, title);
    fault.concern = Some(Box::new(Concern::Modules(impact)));
    fault
}

const fn action(enabled: bool) -> &'static str {
    if enabled {
        "module.enable"
    } else {
        "module.disable"
    }
}

fn keys(modules: &[Manifest]) -> Vec<&'static str> {
    modules.iter().map(|module| module.key).collect()
}

fn show(module: Manifest, on: &[&str], plan: &[String], words: &Vocabulary) -> Module {
    let owned = |modules: Vec<Manifest>| keys(&modules).into_iter().map(str::to_owned).collect();
    Module {
        key: module.key.into(),
        name: module.title(words).into(),
        description: words.fill(module.description),
        status: match module {
            module if module.is_core => ModuleStatus::Core,
            module if !module.is_shipped() => ModuleStatus::Planned,
            module if on.contains(&module.key) => ModuleStatus::On,
            _ => ModuleStatus::Off,
        },
        is_in_plan: contains(plan, module),
        requires: owned(module.requires()),
        needed_by: owned(module.needed_by()),
    }
}
