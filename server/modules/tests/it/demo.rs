//! TEN-5.

use std::collections::BTreeSet;

use modules::demo::{self, DemoCustomer};
use modules::{TEMPLATES, Template};

use crate::all_different;

fn customers(template: &Template, seed: u64, n: usize) -> Vec<DemoCustomer> {
    demo::customers(template, seed, n).collect()
}

#[test]
fn the_same_seed_gives_the_same_data() {
    for template in TEMPLATES {
        assert_eq!(customers(template, 7, 100), customers(template, 7, 100));
        assert_ne!(customers(template, 7, 100), customers(template, 8, 100));
        // A longer list begins with the shorter one.
        assert_eq!(
            customers(template, 7, 100)[..10],
            customers(template, 7, 10)
        );
        let companies = |seed| demo::companies(template, seed, 24).collect::<Vec<_>>();
        assert_eq!(companies(7), companies(7));
        assert_ne!(companies(7), companies(8));
    }
}

#[test]
fn nothing_repeats() {
    for template in TEMPLATES {
        for seed in 0..5 {
            let customers = customers(template, seed, 4_000);
            assert!(all_different(customers.iter().map(|c| &c.name)));
            assert!(all_different(customers.iter().map(|c| &c.email)));
            assert!(all_different(customers.iter().map(|c| &c.phone)));
            let companies = demo::companies(template, seed, 24).collect::<Vec<_>>();
            assert_eq!(companies.len(), 24);
            assert!(all_different(companies));
        }
    }
}

#[test]
fn addresses_stay_unique_beyond_the_names() {
    let customers = customers(TEMPLATES[0], 1, 10_000);
    assert_eq!(customers.len(), 10_000);
    assert!(all_different(customers.iter().map(|c| &c.email)));
}

/// RFC 2606 for mail; 555-0100 to 555-0199 for telephones.
#[test]
fn nobody_real_is_reached() {
    for customer in customers(TEMPLATES[0], 3, 4_096) {
        let (local, domain) = customer.email.split_once('@').unwrap_or_default();
        let letters =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(local.split('.').all(letters), "{}", customer.email);
        assert_eq!(local.split('.').count(), 2, "{}", customer.email);
        let (_, top_level) = domain.rsplit_once('.').unwrap_or_default();
        let reserved = ["example.com", "example.net", "example.org"].contains(&domain)
            || ["example", "test"].contains(&top_level);
        assert!(reserved, "{}", customer.email);

        let parts: Vec<_> = customer.phone.split('-').collect();
        assert!(
            matches!(parts[..], ["+1", area, "555", line]
                if area.len() == 3 && line.len() == 4 && line.starts_with("01")),
            "{}",
            customer.phone
        );
    }
}

#[test]
fn every_letter_of_a_name_is_in_the_address() {
    for customer in customers(TEMPLATES[0], 3, 4_096) {
        let letters = customer.name.chars().filter(|c| c.is_alphabetic()).count();
        let (local, _) = customer.email.split_once('@').unwrap_or_default();
        assert_eq!(local.len(), letters + 1, "{}", customer.email);
    }
}

#[test]
fn notes_are_of_the_trade() {
    for template in TEMPLATES {
        let customers = customers(template, 5, 500);
        let mut notes: Vec<_> = customers.iter().filter_map(|c| c.notes.clone()).collect();
        assert!((350..450).contains(&notes.len()), "{}", notes.len());
        notes.sort_unstable();
        notes.dedup();
        assert!(notes.len() >= 30, "{}: {}", template.key, notes.len());
        assert!(notes.iter().all(|note| note.ends_with('.')));
    }
}

#[test]
fn professionals_are_others_than_customers_and_each_has_a_field() {
    for template in TEMPLATES {
        let names: BTreeSet<_> = customers(template, 3, 4000)
            .into_iter()
            .map(|customer| customer.name)
            .collect();
        let professionals: Vec<_> = demo::professionals(template, 3).collect();
        assert_eq!(professionals.len(), 4, "{}", template.key);
        for one in &professionals {
            assert!(!names.contains(&one.name), "{}", one.name);
            assert!(one.email.ends_with("@example.com"), "{}", one.email);
        }
        let passes_on = template.modules.contains(&"referrals");
        assert_eq!(!demo::referrals(template).is_empty(), passes_on);
    }
}

/// What a visitor of the demo sees first.
#[test]
fn first_impressions() {
    let lines: Vec<_> = TEMPLATES
        .into_iter()
        .flat_map(|template| {
            let companies = demo::companies(template, 1, 2).collect::<Vec<_>>();
            let heading = format!("{}: {}", template.key, companies.join(", "));
            let people = demo::customers(template, 1, 3).map(|customer| {
                format!(
                    "  {} | {} | {} | {}",
                    customer.name,
                    customer.email,
                    customer.phone,
                    customer.notes.unwrap_or_default()
                )
            });
            [heading].into_iter().chain(people).collect::<Vec<_>>()
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
