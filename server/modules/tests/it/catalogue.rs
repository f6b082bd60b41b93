//! MOD-1, MOD-2.

use modules::{Label, MODULES, Module, PlanRank, TEMPLATES, Word, module};

use crate::{all_different, is_key};

fn keys(modules: &[&Module]) -> Vec<&'static str> {
    modules.iter().map(|module| module.key).collect()
}

#[test]
fn keys_are_unique_and_found() {
    assert!(all_different(keys(&MODULES)));
    for entry in MODULES {
        assert!(is_key(entry.key), "{}", entry.key);
        assert_eq!(module(entry.key).map(|found| found.key), Some(entry.key));
    }
    assert!(module("nothing").is_none());
}

#[test]
fn the_catalogue_is_the_one_asked_for() {
    assert_eq!(
        keys(&MODULES),
        [
            "customers",
            "companies",
            "professionals",
            "services",
            "staff",
            "booking",
            "classes",
            "finance",
            "memberships",
            "inventory",
            "referrals",
            "leads",
            "marketing",
            "reports",
        ]
    );
    let shipped: Vec<_> = MODULES.into_iter().filter(|m| m.is_shipped()).collect();
    assert_eq!(
        keys(&shipped),
        [
            "customers",
            "companies",
            "professionals",
            "services",
            "referrals"
        ]
    );
}

/// What cannot be switched off is there, is in every plan and needs nothing that can.
#[test]
fn the_core_is_in_every_workspace() {
    let core: Vec<_> = MODULES.into_iter().filter(|m| m.is_core).collect();
    assert_eq!(keys(&core), ["customers", "companies"]);
    for module in core {
        assert!(module.is_shipped(), "{}", module.key);
        assert_eq!(module.minimum_plan, PlanRank::Trial, "{}", module.key);
        assert!(module.requires().iter().all(|needed| needed.is_core));
    }
}

/// Each dependency stands before its dependent: so it exists, and there is no cycle.
#[test]
fn dependencies_come_first() {
    for (position, module) in MODULES.into_iter().enumerate() {
        let before = keys(&MODULES[..position]);
        for needed in module.depends_on {
            assert!(before.contains(needed), "{} needs {needed}", module.key);
        }
    }
}

#[test]
fn a_plan_that_includes_a_module_includes_what_it_needs() {
    for module in MODULES {
        for needed in module.requires() {
            assert!(
                needed.minimum_plan <= module.minimum_plan,
                "{} needs {}",
                module.key,
                needed.key
            );
            assert!(
                needed.is_shipped() || !module.is_shipped(),
                "{} is shipped, {} is not",
                module.key,
                needed.key
            );
        }
    }
}

#[test]
fn requirements_and_dependents_are_transitive() {
    let required = module("booking").map(Module::requires).unwrap_or_default();
    assert_eq!(
        keys(&required),
        [
            "customers",
            "companies",
            "professionals",
            "services",
            "staff"
        ]
    );
    let dependents = module("professionals")
        .map(Module::needed_by)
        .unwrap_or_default();
    assert_eq!(
        keys(&dependents),
        ["staff", "booking", "classes", "referrals"]
    );
    for one in MODULES {
        for other in MODULES {
            assert_eq!(
                keys(&one.requires()).contains(&other.key),
                keys(&other.needed_by()).contains(&one.key),
                "{} and {}",
                one.key,
                other.key
            );
        }
    }
}

#[test]
fn permissions_belong_to_their_module() {
    let permissions = || MODULES.into_iter().flat_map(|module| module.permissions);
    assert!(all_different(
        permissions().map(|permission| permission.key)
    ));
    for module in MODULES {
        for permission in module.permissions {
            let act = permission
                .key
                .strip_prefix(module.key)
                .and_then(|rest| rest.strip_prefix('.'));
            assert!(act.is_some_and(is_key), "{}", permission.key);
        }
    }
}

#[test]
fn every_sentence_can_be_said_in_every_vocabulary() {
    for template in TEMPLATES {
        for module in MODULES {
            let sentences = module.permissions.iter().map(|p| p.sentence);
            for sentence in sentences.chain([module.description]) {
                let said = template.vocabulary.fill(sentence);
                assert!(!said.contains(['{', '}']), "{said}");
                assert!(said.ends_with('.'), "{said}");
            }
        }
    }
}

#[test]
fn navigation_leads_to_different_places() {
    assert!(all_different(MODULES.iter().map(|m| m.navigation.path)));
    for module in MODULES {
        assert!(module.navigation.path.starts_with('/'));
        for template in TEMPLATES {
            let label = module.navigation.label.text(&template.vocabulary);
            assert!(!label.is_empty());
        }
    }
    let dental = modules::template("dental").map(|template| &template.vocabulary);
    let label = dental.map(|words| Label::Term(Word::Customer).text(words));
    assert_eq!(label, Some("Patients"));
}

#[test]
fn plans_are_ranked_by_code() {
    assert!(PlanRank::ALL.is_sorted());
    for rank in PlanRank::ALL {
        assert_eq!(PlanRank::from_code(rank.code()), Some(rank));
    }
    assert_eq!(PlanRank::from_code("Trial"), None);
}

#[test]
fn a_manifest_as_json() {
    insta::assert_json_snapshot!(module("booking"));
}
