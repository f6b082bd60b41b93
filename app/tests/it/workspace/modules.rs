//! Modules of the sample: professionals are on, which referrals need; those are off.

use async_trait::async_trait;
use contract::{
    Answer, Fault,
    modules::{
        Module, ModuleDetail, ModuleImpact, ModuleName, ModuleStatus, ModuleSwitch, Modules,
        RecordCount,
    },
};

use super::Workspace;

const CORE: &str = "customers";
const ON: &str = "professionals";
const OFF: &str = "referrals";
const TOO_LARGE: &str = "marketing";

fn module(key: &str) -> Module {
    let (name, status) = match key {
        CORE => ("Customers", ModuleStatus::Core),
        ON => ("Professionals", ModuleStatus::On),
        OFF => ("Referrals", ModuleStatus::Off),
        _ => ("Marketing", ModuleStatus::Off),
    };
    let keys = |has: bool, key: &str| has.then(|| key.to_owned()).into_iter().collect();
    Module {
        key: key.into(),
        name: name.into(),
        description: format!("What {name} are for."),
        status,
        is_in_plan: key != TOO_LARGE,
        requires: keys(key == OFF, ON),
        needed_by: keys(key == ON, OFF),
    }
}

#[async_trait]
impl Modules for Workspace {
    async fn module_list(&self) -> Answer<Vec<Module>> {
        Ok([CORE, ON, OFF, TOO_LARGE].map(module).into())
    }

    async fn module_show(&self, key: String) -> Answer<ModuleDetail> {
        let module = module(&key);
        let plan = ("professional".into(), "Professional".into());
        Ok(ModuleDetail {
            impact: ModuleImpact {
                along: vec![ModuleName {
                    key: OFF.into(),
                    name: "Referrals".into(),
                }],
                people: 1203,
                records: vec![RecordCount {
                    noun: "customer".into(),
                    count: 7,
                }],
                pages: vec!["Referrals".into(), "Stylists".into()],
            },
            plans: (!module.is_in_plan).then_some(plan).into_iter().collect(),
            module,
        })
    }

    async fn module_switch(&self, _: String, _: ModuleSwitch) -> Answer<Module> {
        Err(Fault::internal())
    }
}
