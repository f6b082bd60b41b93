//! MOD-4.

use modules::{Colour, TEMPLATES, Word, module, template};

use crate::{all_different, is_key};

#[test]
fn keys_are_those_asked_for() {
    let keys = TEMPLATES.map(|template| template.key);
    assert_eq!(
        keys,
        [
            "salon",
            "gym",
            "auto",
            "dental",
            "real_estate",
            "auto_network",
            "generic"
        ]
    );
    for key in keys {
        assert!(is_key(key));
        assert_eq!(template(key).map(|found| found.key), Some(key));
    }
    assert!(template("bakery").is_none());
}

#[test]
fn modules_exist_and_bring_what_they_need() {
    for template in TEMPLATES {
        assert!(all_different(template.modules));
        for key in template.modules {
            let found = module(key);
            assert!(found.is_some(), "{}: {key}", template.key);
            for needed in found.into_iter().flat_map(modules::Module::requires) {
                let listed = template.modules.contains(&needed.key);
                assert!(listed, "{}: {key} needs {}", template.key, needed.key);
            }
        }
        for always in ["customers", "companies"] {
            assert!(template.modules.contains(&always), "{}", template.key);
        }
    }
}

/// White text at the 4.5:1 of WCAG 2.2, 1.4.3.
#[test]
fn white_is_readable_on_both_colours() {
    for template in TEMPLATES {
        let palette = &template.palette;
        assert_ne!(palette.primary, palette.secondary);
        for colour in [palette.primary, palette.secondary] {
            let contrast = colour.contrast(Colour::WHITE);
            assert!(contrast >= 4.5, "{} {colour}: {contrast}", template.key);
        }
    }
}

#[test]
fn services_are_plausible() {
    for template in TEMPLATES {
        let categories = template.services;
        assert!((2..=5).contains(&categories.len()), "{}", template.key);
        assert!(all_different(categories.iter().map(|c| c.name)));
        let services = || categories.iter().flat_map(|category| category.services);
        assert!(all_different(services().map(|service| service.name)));
        for service in services() {
            assert!((15..=240).contains(&service.minutes), "{}", service.name);
            assert_eq!(service.minutes % 5, 0, "{}", service.name);
            assert!(service.price_cents <= 500_000, "{}", service.name);
        }
    }
}

#[test]
fn role_names_differ() {
    for template in TEMPLATES {
        let roles = &template.roles;
        assert!(all_different([
            roles.owner,
            roles.admin,
            roles.manager,
            roles.staff,
            roles.read_only,
        ]));
    }
}

/// The words that the product is sold with.
#[test]
fn customers_by_vertical() {
    let customers = TEMPLATES.map(|template| {
        let term = template.vocabulary.term(Word::Customer);
        [template.key, &term.singular, &term.plural]
    });
    assert_eq!(
        customers,
        [
            ["salon", "Client", "Clients"],
            ["gym", "Member", "Members"],
            ["auto", "Vehicle owner", "Vehicle owners"],
            ["dental", "Patient", "Patients"],
            ["real_estate", "Client", "Clients"],
            ["auto_network", "Driver", "Drivers"],
            ["generic", "Customer", "Customers"],
        ]
    );
}

#[test]
fn a_template_as_json() {
    insta::assert_json_snapshot!(template("generic"));
}
