//! Keys under a master key, and under several.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;
use vault::{Context, DataKey, Error, Keeper, Keepers, Keyring, LocalKeeper};

use crate::{PEOPLE, tenant};

/// Keys of tenants have no way out: two are the same if one opens what the other sealed.
fn are_same(left: DataKey, right: DataKey) -> bool {
    let index = DataKey::generate();
    let left = Keyring::new(tenant(1), [(1, left)], 1, &index);
    let right = Keyring::new(tenant(1), [(1, right)], 1, &index);
    let sealed = PEOPLE.row(&left, "7").seal("name", "Grace");
    PEOPLE.row(&right, "7").open("name", 1, &sealed).is_ok()
}

fn of_tenant(number: u128, version: i32) -> Context<'static> {
    Context {
        purpose: "tenant key",
        tenant: Some(tenant(number)),
        version,
    }
}

fn own(purpose: &'static str) -> Context<'static> {
    Context {
        purpose,
        tenant: None,
        version: 1,
    }
}

fn local(byte: u8) -> Arc<LocalKeeper> {
    Arc::new(LocalKeeper::new([byte; 32], format!("local:{byte}")))
}

#[tokio::test]
async fn a_wrapped_key_opens_in_its_own_context_alone() {
    let (master, key, home) = (local(7), DataKey::generate(), of_tenant(1, 1));
    let wrapped = master.wrap(&key, &home).await.unwrap();
    let unwrapped = master.unwrap(&wrapped, &home).await.unwrap();
    assert!(are_same(key.clone(), unwrapped));
    assert!(!are_same(key.clone(), DataKey::generate()));

    for context in [of_tenant(1, 2), of_tenant(2, 1), own("tenant key")] {
        let refused = master.unwrap(&wrapped, &context).await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{context}");
    }
    let refused = local(8).unwrap(&wrapped, &home).await.map(drop);
    assert_eq!(refused, Err(Error::Refused));
    let again = master.wrap(&key, &home).await.unwrap();
    assert_ne!(again, wrapped, "each has a nonce of its own");
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let (master, home) = (local(7), own("roles"));
    let wrapped = master.wrap(&DataKey::generate(), &home).await.unwrap();
    for length in [0, 23, 24, 40, wrapped.len() - 1] {
        let refused = master.unwrap(&wrapped[..length], &home).await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{length}");
    }
}

/// It is authenticated with keys that were wrapped by every version of this program.
#[test]
fn a_context_reads_as_it_always_has() {
    let id = "00000000-0000-0000-0000-000000000001";
    assert_eq!(of_tenant(1, 3).to_string(), format!("tenant key/{id}/3"));
    assert_eq!(own("roles").to_string(), "secret/roles/1");
}

#[tokio::test]
async fn each_key_goes_to_the_keeper_that_wrapped_it() {
    let keepers = Keepers::new(local(2), vec![local(1)]);
    assert_eq!(keepers.newest(), "local:2");
    assert!(keepers.holds("local:1") && keepers.holds("local:2") && !keepers.holds("local:3"));
    let (key, home) = (DataKey::generate(), of_tenant(1, 1));
    for id in ["local:1", "local:2"] {
        let wrapped = keepers.wrap(id, &key, &home).await.unwrap();
        for known_as in [Some(id), None] {
            let unwrapped = keepers.unwrap(known_as, &wrapped, &home).await.unwrap();
            assert!(are_same(key.clone(), unwrapped), "{id} as {known_as:?}");
        }
    }
    let wrapped = keepers.wrap("local:1", &key, &home).await.unwrap();
    let mistaken = keepers.unwrap(Some("local:2"), &wrapped, &home).await;
    assert_eq!(mistaken.map(drop), Err(Error::Refused));
    let stranger = Keepers::new(local(3), vec![local(2)]);
    let nobodys = stranger.unwrap(None, &wrapped, &home).await;
    assert_eq!(nobodys.map(drop), Err(Error::Refused));
    let missing = stranger.unwrap(Some("local:1"), &wrapped, &home).await;
    let expected = Err(Error::NoSuchKeeper("local:1".into()));
    assert_eq!(missing.map(drop), expected);
}

/// A keeper far away, which counts how often it is asked and answers so many times.
struct Faraway {
    asked: AtomicU32,
    answers: u32,
    keeper: Arc<LocalKeeper>,
}

#[async_trait]
impl Keeper for Faraway {
    fn id(&self) -> &str {
        self.keeper.id()
    }

    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        self.keeper.wrap(key, context).await
    }

    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, Error> {
        if self.asked.fetch_add(1, Ordering::Relaxed) < self.answers {
            self.keeper.unwrap(wrapped, context).await
        } else {
            Err(Error::KeeperSilent("it is dark".into()))
        }
    }
}

#[tokio::test]
async fn what_was_unwrapped_once_is_not_asked_for_again() {
    let faraway = Arc::new(Faraway {
        asked: AtomicU32::new(0),
        answers: 1,
        keeper: local(1),
    });
    let keepers = Keepers::new(faraway.clone(), Vec::new());
    let (key, home) = (DataKey::generate(), of_tenant(1, 1));
    let wrapped = keepers.wrap("local:1", &key, &home).await.unwrap();
    for _ in 0..3 {
        let unwrapped = keepers.unwrap(Some("local:1"), &wrapped, &home).await;
        assert!(are_same(key.clone(), unwrapped.unwrap()));
    }
    assert_eq!(faraway.asked.load(Ordering::Relaxed), 1);
    // In another context it is another question, and what failed is not kept.
    for asked in [2, 3] {
        let silent = keepers
            .unwrap(Some("local:1"), &wrapped, &of_tenant(2, 1))
            .await;
        assert_eq!(
            silent.map(drop),
            Err(Error::KeeperSilent("it is dark".into()))
        );
        assert_eq!(faraway.asked.load(Ordering::Relaxed), asked);
    }
}
