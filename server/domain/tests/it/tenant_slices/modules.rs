//! Modules: what a tenant begins with, what a switch asks of plan and neighbours, and what it changes at once.

use std::slice::from_ref;

use contract::{
    Answer, Fault, FaultCode, PageRequest,
    acts::{Act, Role},
    fault::Concern,
    me::{MemberMe, MemberSelf},
    modules::{Module, ModuleImpact, ModuleStatus, ModuleSwitch, Modules, RecordCount},
    professionals::{ProfessionalFilter, Professionals},
    referrals::{ReferralFilter, Referrals},
    tenants::Tenants,
};
use domain::TenantDesk;
use modules::{MODULES, PlanRank};
use testkit::{Plane, TenantPlane, given};

use super::with_role;

async fn switch(desk: &TenantDesk, key: &str, enabled: bool) -> Answer<Module> {
    let switch = ModuleSwitch {
        enabled,
        confirm: false,
    };
    desk.module_switch(key.into(), switch).await
}

async fn switch_confirmed(desk: &TenantDesk, key: &str, enabled: bool) -> Answer<Module> {
    let switch = ModuleSwitch {
        enabled,
        confirm: true,
    };
    desk.module_switch(key.into(), switch).await
}

/// The plans or modules that a refusal names.
fn named(fault: &Fault) -> Vec<String> {
    match fault.concern.as_deref() {
        Some(Concern::Plans(names)) => names.clone(),
        Some(Concern::Modules(impact)) => keys(impact),
        None => Vec::new(),
    }
}

fn keys(impact: &ModuleImpact) -> Vec<String> {
    impact.along.iter().map(|one| one.key.clone()).collect()
}

async fn on(tenant: &TenantPlane) -> Vec<String> {
    let modules = tenant.owner().await.module_list().await.unwrap();
    let shipped = MODULES.into_iter().filter(|module| module.is_shipped());
    assert_eq!(modules.len(), shipped.count());
    let on = modules
        .into_iter()
        .filter(|module| module.status.is_enabled());
    on.map(|module| module.key).collect()
}

/// MOD-1: the catalogue names the permissions that there are, and each act is held back with its own module.
#[test]
fn acts_belong_to_the_modules_that_name_them() {
    for module in MODULES.into_iter().filter(|module| module.is_shipped()) {
        for permission in module.permissions {
            let act: Act = permission.key.parse().unwrap();
            let expected = (!module.is_core).then_some(module.key);
            assert_eq!(act.module(), expected, "{act}");
        }
    }
    for act in Act::ALL {
        let module = act.module().and_then(modules::module);
        let named = module.map(|module| module.permissions.iter());
        let is_named = named.map(|mut names| names.any(|one| one.key == act.as_str()));
        assert!(is_named.unwrap_or(true), "{act}");
    }
}

/// PLN-1, MOD-1: the plans contain what the catalogue says, from the smallest one on.
#[tokio::test]
async fn plans_and_catalogue_agree() {
    let plane = Plane::new().await;
    let shipped = {
        let mut reader = plane.database().platform_read().await.unwrap();
        store::platform::plans::list(&mut reader, None)
            .await
            .unwrap()
    };
    assert_eq!(shipped.len(), PlanRank::ALL.len());
    for plan in shipped {
        let rank = PlanRank::from_code(&plan.code).unwrap();
        for module in MODULES {
            let is_in = plan
                .modules
                .iter()
                .any(|key| key == "*" || key == module.key);
            assert_eq!(
                is_in,
                module.minimum_plan <= rank,
                "{} in {}",
                module.key,
                plan.code
            );
        }
    }
}

#[tokio::test]
async fn a_tenant_begins_with_what_is_there_of_its_template() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").template("dental").build().await;
    assert_eq!(
        on(&acme).await,
        ["customers", "companies", "professionals", "services"]
    );
    let dental = [
        "customers",
        "companies",
        "professionals",
        "services",
        "referrals",
    ];
    assert_eq!(on(&zen).await, dental);
    let me = zen.member().await.me().await.unwrap();
    assert_eq!(me.tenant.modules, dental);
    let modules = zen.owner().await.module_list().await.unwrap();
    assert_eq!(
        modules[0].description,
        "Keep patients, how to reach them and what to remember about them."
    );
    assert_eq!(modules[0].status, ModuleStatus::Core);
    assert!(modules[0].is_in_plan);
}

fn paths(me: &MemberMe) -> Vec<&str> {
    let entries = me.navigation.iter();
    entries.map(|entry| entry.path.as_str()).collect()
}

/// MOD-2: what leads to a page is what the role may see, in the words of the tenant.
#[tokio::test]
async fn navigation_keeps_to_the_role_and_speaks_its_words() {
    let plane = Plane::new().await;
    let zen = plane.tenant("zen").template("dental").build().await;
    let desk = with_role(&zen, "fay", "Front desk", &[Act::CustomerRead]).await;
    let me = desk.me().await.unwrap();
    let [entry] = &me.navigation[..] else {
        panic!("{:?}", me.navigation)
    };
    assert_eq!(
        (entry.label.as_str(), entry.icon.as_str()),
        ("Patients", "users")
    );
}

/// MOD-3: navigation, permissions and API follow at once, for desks that are open already; the records are kept.
#[tokio::test]
async fn a_switch_is_in_force_at_the_next_request_of_everybody() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let member = acme.member().await;
    let list = || member.referral_list(ReferralFilter::default(), PageRequest::default());
    let hidden = list().await.unwrap_err();
    assert_eq!(hidden.code, FaultCode::NotFound);
    let me = member.me().await.unwrap();
    assert!(!me.acts.contains(&Act::ReferralRead));
    let pages = ["/customers", "/companies", "/professionals", "/services"];
    assert_eq!(paths(&me), pages);

    assert!(
        switch(&owner, "referrals", true)
            .await
            .unwrap()
            .status
            .is_enabled()
    );
    let kept = given::referral(&acme, "Brakes").await;
    assert_eq!(list().await.unwrap().items, from_ref(&kept));
    let me = member.me().await.unwrap();
    assert_eq!(me.acts, Role::Staff.acts());
    assert!(me.tenant.modules.contains(&"referrals".to_owned()));
    assert_eq!(paths(&me), [&pages[..], &["/referrals"]].concat());

    assert!(
        !switch(&owner, "referrals", false)
            .await
            .unwrap()
            .status
            .is_enabled()
    );
    assert_eq!(list().await.unwrap_err(), hidden);
    assert_eq!(owner.referral_get(kept.id).await.unwrap_err(), hidden);
    assert_eq!(owner.referral_delete(kept.id).await.unwrap_err(), hidden);
    let me = member.me().await.unwrap();
    assert!(!me.acts.contains(&Act::ReferralRead));
    assert!(!me.tenant.modules.contains(&"referrals".to_owned()));
    assert_eq!(paths(&me), pages);

    switch(&owner, "referrals", true).await.unwrap();
    assert_eq!(list().await.unwrap().items, [kept]);
    let log = acme.events().await;
    let log: Vec<_> = log
        .iter()
        .filter(|event| event.target_kind == "module")
        .collect();
    let actions: Vec<_> = log.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(
        actions,
        ["module.enable", "module.disable", "module.enable"]
    );
    assert!(log.iter().all(|event| event.target_id == "referrals"));
}

/// MOD-3: the impact is told before it happens, both ways.
#[tokio::test]
async fn what_needs_each_other_is_switched_together_once_confirmed() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let owner = acme.owner().await;
    let told = switch(&owner, "professionals", false).await.unwrap_err();
    assert_eq!(told.code, FaultCode::DependencyConflict);
    assert_eq!(named(&told), ["referrals"]);
    assert!(told.title.contains("Referrals"), "{}", told.title);
    assert!(on(&acme).await.contains(&"professionals".to_owned()));

    switch_confirmed(&owner, "professionals", false)
        .await
        .unwrap();
    assert_eq!(on(&acme).await, ["customers", "companies", "services"]);
    let event = acme.events().await.remove(0);
    assert_eq!(event.action, "module.disable");
    assert_eq!(event.detail["along"], serde_json::json!(["referrals"]));
    let hidden = owner
        .professional_list(ProfessionalFilter::default(), PageRequest::default())
        .await;
    assert_eq!(hidden.unwrap_err().code, FaultCode::NotFound);

    let told = switch(&owner, "referrals", true).await.unwrap_err();
    assert_eq!(told.code, FaultCode::DependencyConflict);
    assert_eq!(named(&told), ["professionals"]);
    switch_confirmed(&owner, "referrals", true).await.unwrap();
    assert_eq!(
        on(&acme).await,
        [
            "customers",
            "companies",
            "professionals",
            "services",
            "referrals"
        ]
    );
}

/// UC-CORE-001: whoever is about to switch learns who works with it, what is in it and which pages it has.
#[tokio::test]
async fn what_a_switch_would_bring_is_told_before() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let owner = acme.owner().await;
    acme.user(Role::ReadOnly).await;
    given::referral(&acme, "Brakes").await;
    let told = owner.module_show("professionals".into()).await.unwrap();
    assert!(told.module.status.is_enabled());
    assert!(told.plans.is_empty());
    let impact = told.impact;
    assert_eq!(keys(&impact), ["referrals"]);
    assert_eq!(impact.people, 2);
    let records = |noun: &str, count| RecordCount {
        noun: noun.into(),
        count,
    };
    let expected = [records("referral", 1), records("professional", 2)];
    assert_eq!(impact.records, expected);
    assert_eq!(impact.pages, ["Referrals", "Dentists"]);
    // The refusal of the switch says the same.
    let refused = switch(&owner, "professionals", false).await.unwrap_err();
    let concern = refused.concern.as_deref();
    assert_eq!(concern, Some(&Concern::Modules(impact)));

    let core = owner.module_show("customers".into()).await.unwrap();
    assert_eq!(core.impact, ModuleImpact::default());
    for unknown in ["marketing", "nothing"] {
        let refused = owner.module_show(unknown.into()).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::NotFound, "{unknown}");
    }
}

/// MOD-1: every table of a module can be counted, and what a catalogue says it has is there.
#[tokio::test]
async fn the_tables_of_modules_are_there() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut reader = acme.read().await;
    for table in MODULES.into_iter().flat_map(|module| module.tables) {
        let counted = store::tenant::modules::count_records(&mut reader, table.name).await;
        assert!(counted.is_ok(), "{}", table.name);
    }
}

#[tokio::test]
async fn of_two_switches_at_once_none_leaves_a_module_without_what_it_needs() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let (off, on_too) = tokio::join!(
        switch(&owner, "professionals", false),
        switch(&owner, "referrals", true)
    );
    assert!(off.is_ok() != on_too.is_ok());
    let late = off.err().or(on_too.err()).unwrap();
    assert_eq!(late.code, FaultCode::DependencyConflict);
    let left = on(&acme).await;
    let has = |key: &str| left.iter().any(|one| one == key);
    assert!(has("professionals") || !has("referrals"));
}

/// MOD-3, UC-CORE-001 flow A: the refusal names the plans that have it, and one of them opens it.
#[tokio::test]
async fn a_plan_that_is_too_small_is_told_which_ones_are_not() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").plan("trial").build().await;
    let owner = acme.owner().await;
    plane
        .sabotage("UPDATE platform.plan_revisions SET modules = array_remove(modules, 'referrals')")
        .await;
    let module = |modules: Vec<Module>| modules.into_iter().find(|one| one.key == "referrals");
    let listed = module(owner.module_list().await.unwrap()).unwrap();
    assert_eq!(
        (listed.status, listed.is_in_plan),
        (ModuleStatus::Off, false)
    );
    let refused = switch(&owner, "referrals", true).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::PlanUpgradeRequired);
    assert_eq!(named(&refused), ["professional", "enterprise", "unlimited"]);
    let upgrade = "UPDATE platform.tenants SET plan = 'professional', plan_revision = 1";
    plane.sabotage(upgrade).await;
    assert!(switch(&owner, "referrals", true).await.unwrap().is_in_plan);
}

#[tokio::test]
async fn a_plan_without_a_module_of_the_template_begins_without_it() {
    let plane = Plane::new().await;
    plane
        .sabotage("UPDATE platform.plan_revisions SET modules = array_remove(modules, 'referrals')")
        .await;
    let small = plane.tenant("small").template("dental").plan("trial");
    let small = small.build().await;
    assert!(!on(&small).await.contains(&"referrals".to_owned()));
    let large = plane.tenant("large").template("dental").build().await;
    assert!(on(&large).await.contains(&"referrals".to_owned()));
}

#[tokio::test]
async fn what_every_workspace_has_stays_and_what_is_announced_is_not_there() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    for core in ["customers", "companies"] {
        let refused = switch_confirmed(&owner, core, false).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::Conflict, "{core}");
        assert!(
            switch(&owner, core, true)
                .await
                .unwrap()
                .status
                .is_enabled()
        );
    }
    for unknown in ["marketing", "nothing"] {
        let refused = switch_confirmed(&owner, unknown, true).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::NotFound, "{unknown}");
    }
    let log = acme.events().await;
    assert!(log.iter().all(|event| event.target_kind != "module"));
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in Role::ALL.iter().copied() {
        let desk = acme.user(role).await;
        let may_look = matches!(role, Role::Owner | Role::Admin | Role::Manager);
        assert_eq!(desk.module_list().await.is_ok(), may_look, "{role}");
        let may_switch = matches!(role, Role::Owner | Role::Admin);
        for enabled in [true, false] {
            let switched = switch(&desk, "referrals", enabled).await;
            assert_eq!(switched.is_ok(), may_switch, "{role}");
        }
    }
}

#[tokio::test]
async fn a_suspended_tenant_looks_and_does_not_switch() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let operator = plane.operator().await;
    let reason = "unpaid".to_owned();
    operator.tenant_suspend(acme.id(), reason).await.unwrap();
    let owner = acme.owner().await;
    assert!(owner.module_list().await.is_ok());
    let refused = switch(&owner, "referrals", true).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::TenantSuspended);
    operator.tenant_resume(acme.id()).await.unwrap();
    assert!(switch(&acme.owner().await, "referrals", true).await.is_ok());
}
