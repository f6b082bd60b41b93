//! Finding without reading.

use contract::ids::TenantId;
use proptest::prelude::*;
use vault::{DataKey, Keyring, fold};

use crate::{ANIMALS, PEOPLE, keyring};

/// Whether a row with these texts is found by what was typed.
fn finds(ring: &Keyring, texts: &[&str], typed: &str) -> bool {
    let texts: Vec<_> = texts.iter().copied().map(Some).collect();
    let terms = ring.search_terms(&PEOPLE, &texts);
    let query = ring.search_query(&PEOPLE, typed);
    query.is_none_or(|query| query.iter().all(|term| terms.contains(term)))
}

#[test]
fn a_row_is_found_by_the_beginnings_of_its_words() {
    let ring = keyring(1);
    let ada = [
        "Éva-Lou O'Brien",
        "eva.lou@example.com",
        "+49 (0)170 1234-567",
    ];
    for typed in [
        "eva",
        "E",
        "LOU ev",
        "Éva",
        "o'bri",
        "brien",
        "eva.lou@exam",
        "example.com",
        "lou@",
        "49 170",
        "+49170",
        "0170 12",
        "1701234567",
        "1234",
        "567 ",
        "4567",
        "01701234567",
    ] {
        assert!(finds(&ring, &ada, typed), "{typed:?}");
    }
    for typed in [
        "va",
        "evb",
        "eva brienx",
        "xample",
        "+48",
        "171",
        "90170",
        "%",
        "''",
        "_",
    ] {
        assert!(!finds(&ring, &ada, typed), "{typed:?}");
    }
}

/// What separates its groups is not in what somebody types, and where a country code ends nobody says.
#[test]
fn a_number_is_found_across_its_groups_and_after_its_country_code() {
    let ring = keyring(1);
    for (kept, typed) in [
        ("+49 (0)170 1234-567", "1234 56"),
        ("+49 (0)170 1234-567", "170-1234-5"),
        ("+491701234567", "0170 12"),
        ("00491701234567", "0170 12"),
    ] {
        assert!(finds(&ring, &[kept], typed), "{kept} by {typed}");
    }
    for (kept, typed) in [("01701234567", "7012"), ("+49 (0)170 1234-567", "234-56")] {
        assert!(!finds(&ring, &[kept], typed), "{kept} by {typed}");
    }
}

#[test]
fn a_number_in_words_is_one_of_them_and_loses_its_zeros_alone() {
    let ring = keyring(1);
    assert!(finds(&ring, &["Suite 12345"], "suite 123"));
    assert!(!finds(&ring, &["Suite 12345"], "Kent 12345"));
    assert!(finds(&ring, &["Flat 007"], "flat 7"));
    assert!(!finds(&ring, &["Flat 007a"], "7a"));
    assert!(finds(&ring, &["Flat 000"], "000"));
}

#[test]
fn nothing_typed_is_no_question() {
    let ring = keyring(1);
    for typed in ["", "  ", "\t\n", "\0"] {
        assert_eq!(ring.search_query(&PEOPLE, typed), None, "{typed:?}");
    }
    let punctuation = ring.search_query(&PEOPLE, "--").unwrap();
    assert_eq!(punctuation.len(), 1);
}

#[test]
fn long_words_and_other_scripts_are_found() {
    let ring = keyring(1);
    let long = "Donaudampfschifffahrtsgesellschaftskapitän";
    for typed in [long, &long[..24], &long[..30], "Donau"] {
        assert!(finds(&ring, &[long], typed), "{typed}");
    }
    for (name, typed) in [
        ("李明", "李"),
        ("Ольга", "ольг"),
        ("ﬁona", "fio"),
        ("Ω", "ω"),
    ] {
        assert!(finds(&ring, &[name], typed), "{name} by {typed}");
    }
}

#[test]
fn what_the_database_sees_differs_by_tenant_and_table_and_hides_order() {
    let index = DataKey::generate();
    let ring = |number| {
        let keys = [(1, DataKey::generate())];
        Keyring::new(
            TenantId::new(uuid::Uuid::from_u128(number)),
            keys,
            1,
            &index,
        )
    };
    let other = keyring(2);
    let ours = ring(1).search_terms(&PEOPLE, &[Some("Grace Hopper")]);
    assert!(ours.is_sorted(), "sorted by value, not by word");
    assert_eq!(ours.len(), 11, "one for each beginning");
    let theirs = other.search_terms(&PEOPLE, &[Some("Grace Hopper")]);
    let animals = ring(1).search_terms(&ANIMALS, &[Some("Grace Hopper")]);
    for term in &ours {
        assert!(!theirs.contains(term) && !animals.contains(term));
    }
    assert_ne!(
        ring(1).blind(&PEOPLE, "email", "a@b.test"),
        other.blind(&PEOPLE, "email", "a@b.test")
    );
    assert_ne!(
        ring(1).blind(&PEOPLE, "email", "a@b.test"),
        ring(1).blind(&PEOPLE, "name", "a@b.test")
    );
    assert_ne!(
        ring(1).blind(&PEOPLE, "email", "a@b.test"),
        ring(1).blind(&ANIMALS, "email", "a@b.test")
    );
}

proptest! {
    #[test]
    fn a_blind_index_is_equal_where_the_values_are(left in "[a-zA-Z]{1,3}@b.test", right in "[a-zA-Z]{1,3}@b.test") {
        let ring = keyring(1);
        let same = left.to_lowercase() == right.to_lowercase();
        let blind = |value: &str| ring.blind(&PEOPLE, "email", value);
        prop_assert_eq!(blind(&left).len(), 16);
        prop_assert_eq!(blind(&left) == blind(&right), same);
        prop_assert_eq!(blind(&left), blind(&format!(" {left} ")));
    }

    #[test]
    fn each_beginning_of_each_word_finds(words in proptest::collection::vec("\\p{L}{1,30}", 1..4), at in 1_usize..30) {
        let ring = keyring(1);
        let text = words.join(" ");
        for word in &words {
            let typed: String = word.chars().take(at).collect();
            let folded = fold(&typed);
            // Some letters are a mark on nothing, such as U+FE72: alone they are punctuation, which is in no row.
            let has_letters = folded.chars().any(char::is_alphanumeric);
            // A letter with its accents is one letter; what is cut between them is another word.
            let is_whole = fold(word).starts_with(&folded);
            prop_assert!(!is_whole || !has_letters || finds(&ring, &[&text], &typed), "{} by {}", text, typed);
        }
    }
}
