//! A sealed value opens in the place that it was sealed for, and in no other (I-76).

use proptest::prelude::*;
use vault::{DataKey, Error, Keyring};

use crate::{ANIMALS, PEOPLE, keyring, tenant};

proptest! {
    #[test]
    fn what_is_sealed_opens_and_tells_nothing_before(text in "\\PC{0,300}") {
        let ring = keyring(1);
        let row = PEOPLE.row(&ring, "7");
        let sealed = row.seal("name", &text);
        prop_assert_eq!(ring.version(), 2);
        prop_assert_eq!(sealed.len(), text.len() + 12 + 16);
        prop_assert_ne!(&sealed, &row.seal("name", &text), "each has a nonce of its own");
        prop_assert_eq!(row.open("name", 2, &sealed), Ok(text.into()));
    }

    #[test]
    fn a_changed_bit_is_noticed(at in 0_usize..33, bit in 0_u8..8) {
        let ring = keyring(1);
        let row = PEOPLE.row(&ring, "7");
        let mut sealed = row.seal("name", "Grace");
        sealed[at] ^= 1 << bit;
        prop_assert_eq!(row.open("name", 2, &sealed), Err(Error::Refused));
    }

    #[test]
    fn a_cut_value_is_noticed(length in 0_usize..33) {
        let ring = keyring(1);
        let row = PEOPLE.row(&ring, "7");
        let sealed = row.seal("name", "Grace");
        prop_assert_eq!(row.open("name", 2, &sealed[..length]), Err(Error::Refused));
    }
}

#[test]
fn a_value_opens_in_no_other_place() {
    let (key, index) = (DataKey::generate(), DataKey::generate());
    // The same key twice, so that it is the place alone that differs.
    let keys = || [(1, key.clone()), (2, key.clone())];
    let ours = Keyring::new(tenant(1), keys(), 2, &index);
    let theirs = Keyring::new(tenant(2), keys(), 2, &index);
    let sealed = PEOPLE.row(&ours, "7").seal("name", "Grace");

    let own = PEOPLE.row(&ours, "7").open("name", 2, &sealed);
    assert_eq!(own, Ok("Grace".to_owned().into()));
    let elsewhere = [
        ("tenant", PEOPLE.row(&theirs, "7").open("name", 2, &sealed)),
        ("table", ANIMALS.row(&ours, "7").open("name", 2, &sealed)),
        ("column", PEOPLE.row(&ours, "7").open("email", 2, &sealed)),
        ("row", PEOPLE.row(&ours, "8").open("name", 2, &sealed)),
        ("version", PEOPLE.row(&ours, "7").open("name", 1, &sealed)),
    ];
    for (place, opened) in elsewhere {
        assert_eq!(opened, Err(Error::Refused), "another {place}");
    }
}

#[test]
fn another_key_does_not_open() {
    let sealed = PEOPLE.row(&keyring(1), "7").seal("name", "Grace");
    let other = keyring(1);
    let opened = PEOPLE.row(&other, "7").open("name", 2, &sealed);
    assert_eq!(opened, Err(Error::Refused));
}

#[test]
fn older_versions_open_and_do_not_seal() {
    let (first, second, index) = (
        DataKey::generate(),
        DataKey::generate(),
        DataKey::generate(),
    );
    let before = Keyring::new(tenant(1), [(1, first.clone())], 1, &index);
    let sealed = PEOPLE.row(&before, "7").seal("name", "Grace");
    assert_eq!(before.version(), 1);

    let after = Keyring::new(tenant(1), [(1, first), (2, second)], 2, &index);
    let row = PEOPLE.row(&after, "7");
    assert_eq!(row.open("name", 1, &sealed), Ok("Grace".to_owned().into()));
    assert_eq!(row.open("name", 3, &sealed), Err(Error::NoSuchVersion(3)));
    let renewed = row.seal("name", "Grace");
    assert_eq!(row.open("name", 2, &renewed), Ok("Grace".to_owned().into()));
    assert_eq!(row.open("name", 1, &renewed), Err(Error::Refused));
    assert_eq!(
        PEOPLE.row(&before, "7").open("name", 2, &renewed),
        Err(Error::NoSuchVersion(2))
    );
}

#[test]
fn an_absent_value_stays_absent() {
    let ring = keyring(1);
    let row = PEOPLE.row(&ring, "7");
    assert_eq!(row.seal_option("email", None), None);
    assert_eq!(row.open_option("email", 2, None), Ok(None));
    let sealed = row.seal_option("email", Some("grace@acme.test"));
    assert_eq!(
        row.open_option("email", 2, sealed.as_deref()),
        Ok(Some("grace@acme.test".to_owned().into()))
    );
}

#[test]
fn no_key_gets_into_a_log() {
    let shown = format!("{:?}", keyring(1));
    assert!(shown.contains("[1, 2]"), "{shown}");
    assert!(
        shown.len() < 120,
        "nothing but tenant and versions: {shown}"
    );
}

#[test]
#[should_panic(expected = "people.phone is not declared")]
fn a_column_that_is_not_declared_is_noticed_by_the_first_test() {
    let ring = keyring(1);
    PEOPLE.row(&ring, "7").seal("phone", "1");
}

#[test]
fn a_table_says_which_column_is_unique_and_by_which_hash() {
    assert_eq!(PEOPLE.unique, Some(("email", "email_index")));
    assert_eq!(ANIMALS.unique, None);
}
