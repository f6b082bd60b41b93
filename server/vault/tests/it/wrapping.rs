//! Data keys under the master key.

use vault::{DataKey, Error, Keyring, LocalWrapping, Wrapping};

use crate::{PEOPLE, tenant};

/// Keys have no way out: two are the same if one opens what the other sealed.
fn are_same(left: DataKey, right: DataKey) -> bool {
    let index = DataKey::generate();
    let left = Keyring::new(tenant(1), [(1, left)], 1, &index);
    let right = Keyring::new(tenant(1), [(1, right)], 1, &index);
    let sealed = PEOPLE.row(&left, "7").seal("name", "Grace");
    PEOPLE.row(&right, "7").open("name", 1, &sealed).is_ok()
}

#[tokio::test]
async fn a_wrapped_key_opens_in_its_own_context_alone() {
    let master = LocalWrapping::new([7; 32]);
    let key = DataKey::generate();
    let wrapped = master.wrap(&key, "tenant key/acme/1").await.unwrap();
    let unwrapped = master.unwrap(&wrapped, "tenant key/acme/1").await.unwrap();
    assert!(are_same(key.clone(), unwrapped));
    assert!(!are_same(key.clone(), DataKey::generate()));

    for context in ["tenant key/acme/2", "tenant key/luna/1", ""] {
        let refused = master.unwrap(&wrapped, context).await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{context}");
    }
    let other = LocalWrapping::new([8; 32]);
    let refused = other.unwrap(&wrapped, "tenant key/acme/1").await.map(drop);
    assert_eq!(refused, Err(Error::Refused));
    let again = master.wrap(&key, "tenant key/acme/1").await.unwrap();
    assert_ne!(again, wrapped, "each has a nonce of its own");
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let master = LocalWrapping::new([7; 32]);
    let wrapped = master.wrap(&DataKey::generate(), "x").await.unwrap();
    for length in [0, 23, 24, 40, wrapped.len() - 1] {
        let refused = master.unwrap(&wrapped[..length], "x").await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{length}");
    }
}
