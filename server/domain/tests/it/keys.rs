//! KEY-2: the key of a tenant is changed while everybody works, whatever dies meanwhile.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use contract::{
    FaultCode, PageRequest,
    acts::OperatorRole,
    customers::{CustomerDraft, CustomerFilter, CustomerSort, Customers},
    keys::{KeyState, KeyVersions, Keys},
    tenants::{Strategy, Tenants},
};
use domain::keys::rotate;
use testkit::{Plane, TenantPlane, give_up_at, given};

/// Versions with their states and rows, newest first.
fn shown(keys: &KeyVersions) -> Vec<(i32, KeyState, i64)> {
    let versions = keys.versions.iter();
    versions
        .map(|one| (one.version, one.state, one.total()))
        .collect()
}

#[tokio::test]
async fn a_new_version_is_announced_comes_into_force_and_seals_every_row() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let acme = plane.tenant(strategy.as_str()).strategy(strategy);
        let acme = acme.build().await;
        given::customers(&acme, 450).await;
        given::referral(&acme, "Knee").await;
        let desk = plane.operator().await;
        let before = desk.tenant_keys(acme.id()).await.unwrap();
        // 450 customers, two professionals, a referral, the owner.
        assert_eq!(shown(&before), [(1, KeyState::InForce, 454)]);

        let announced = desk.tenant_keys_rotate(acme.id()).await.unwrap();
        let expected = [(2, KeyState::Announced, 0), (1, KeyState::InForce, 454)];
        assert_eq!(shown(&announced), expected);
        assert!(announced.is_rotating());
        let again = desk.tenant_keys_rotate(acme.id()).await.unwrap();
        assert_eq!(shown(&again), expected, "asking again makes no third");

        assert!(rotate(plane.platform(), acme.id()).await.unwrap());
        let after = desk.tenant_keys(acme.id()).await.unwrap();
        let expected = [(2, KeyState::InForce, 454), (1, KeyState::Retired, 0)];
        assert_eq!(shown(&after), expected);
        assert!(!after.is_rotating());

        let log = acme.events().await;
        let said: Vec<_> = log.iter().map(|event| &*event.action).collect();
        assert_eq!(said[..2], ["key.rotated", "key.rotate"]);
        assert_eq!(log[0].detail["rows"], 454);
        assert_eq!(log[1].actor_kind, "operator");
        assert_eq!(everybody(&acme).await, 450);
    }
}

/// Everybody of the list, found and opened.
async fn everybody(tenant: &TenantPlane) -> usize {
    let owner = tenant.owner().await;
    let (mut seen, mut cursor) = (0, None);
    loop {
        let filter = CustomerFilter {
            q: "customer".into(),
            sort: CustomerSort::Name,
        };
        let request = PageRequest {
            limit: Some(200),
            cursor,
        };
        let page = owner.customer_list(filter, request).await.unwrap();
        for (at, customer) in page.items.iter().enumerate() {
            assert_eq!(customer.name, format!("Customer {:04}", seen + at + 1));
        }
        seen += page.items.len();
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return seen,
        }
    }
}

#[tokio::test]
async fn readers_and_writers_on_every_node_never_fail_meanwhile() {
    let plane = Plane::new().await;
    let other = plane.another_node().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 2_000).await;
    let (stop, calls) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU32::new(0)),
    );
    let session = acme.session(&acme.email("owner")).await;
    let mut people = Vec::new();
    for node in [plane.platform().clone(), other.clone()] {
        let (stop, calls, acme) = (Arc::clone(&stop), Arc::clone(&calls), acme.clone());
        let session = session.clone();
        people.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let site = node.resolve(&acme.host()).await.unwrap();
                let resumed = node.resume(&site, &session, store::Caller::default());
                let Some(domain::Signed::Tenant(desk)) = resumed.await.unwrap() else {
                    unreachable!("the owner is signed in");
                };
                let list = desk.customer_list(CustomerFilter::default(), PageRequest::default());
                let some = list.await.unwrap().items.remove(7);
                let mut draft = CustomerDraft::from(some.clone());
                draft.notes = "Seen".into();
                let changed = desk.customer_update(some.id, draft, None).await.unwrap();
                assert_eq!(changed.name, some.name);
                calls.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    let desk = plane.operator().await;
    for _ in 0..3 {
        desk.tenant_keys_rotate(acme.id()).await.unwrap();
        assert!(rotate(&other, acme.id()).await.unwrap());
    }
    stop.store(true, Ordering::Relaxed);
    for person in people {
        person.await.unwrap();
    }
    assert!(calls.load(Ordering::Relaxed) > 20);
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    let expected = [
        (4, KeyState::InForce, 2_001),
        (3, KeyState::Retired, 0),
        (2, KeyState::Retired, 0),
        (1, KeyState::Retired, 0),
    ];
    assert_eq!(shown(&keys), expected);
}

#[tokio::test]
async fn a_change_survives_a_death_at_any_wait() {
    let plane = Plane::with(|settings| settings.key_notice = Duration::from_millis(20)).await;
    let survivor = plane.another_node().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 250).await;
    let desk = plane.operator().await;
    let mut wait = 1;
    loop {
        desk.tenant_keys_rotate(acme.id()).await.unwrap();
        let died = give_up_at(wait, rotate(plane.platform(), acme.id())).await;
        if let Some(through) = died {
            assert!(through.unwrap());
            let keys = desk.tenant_keys(acme.id()).await.unwrap();
            assert_eq!((keys.renewed(), keys.is_rotating()), (251, false), "{wait}");
            break;
        }
        assert_eq!(everybody(&acme).await, 250, "half-way, after {wait} waits");
        while !rotate(&survivor, acme.id()).await.unwrap() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let keys = desk.tenant_keys(acme.id()).await.unwrap();
        assert!(!keys.is_rotating(), "{wait}: {keys:?}");
        assert_eq!(keys.renewed(), 251);
        wait += 23;
    }
    // How often it waits depends on how fast PostgreSQL answers.
    assert!(wait > 1, "nobody died");
}

#[tokio::test]
async fn a_row_that_somebody_holds_is_sealed_once_it_is_free() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let ada = given::customer(&acme, "Ada").await;
    let mut holder = acme.write().await;
    let own = holder.own(ada.id).unwrap();
    store::tenant::customers::delete(&mut holder, own)
        .await
        .unwrap();
    let desk = plane.operator().await;
    desk.tenant_keys_rotate(acme.id()).await.unwrap();
    let (platform, id) = (plane.platform().clone(), acme.id());
    let rotating = tokio::spawn(async move { rotate(&platform, id).await });
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(!rotating.is_finished(), "a row is not sealed yet");
    drop(holder);
    assert!(rotating.await.unwrap().unwrap());
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!(keys.renewed(), keys.total());
}

#[tokio::test]
async fn a_suspended_tenant_gets_a_new_key_too() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = plane.operator().await;
    desk.tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    desk.tenant_keys_rotate(acme.id()).await.unwrap();
    assert!(rotate(plane.platform(), acme.id()).await.unwrap());
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!((keys.renewed(), keys.total()), (1, 1));
}

#[tokio::test]
async fn keys_are_changed_by_owners_alone_and_seen_by_those_who_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for (role, sees) in [
        (OperatorRole::Owner, true),
        (OperatorRole::Support, true),
        (OperatorRole::Auditor, true),
        (OperatorRole::Billing, false),
    ] {
        let desk = plane.operator_with(role).await;
        let seen = desk.tenant_keys(acme.id()).await;
        let changed = desk.tenant_keys_rotate(acme.id()).await;
        let code = |fault: contract::Fault| fault.code;
        assert_eq!(seen.map(drop).map_err(code).is_ok(), sees, "{role}");
        let expected = match role {
            OperatorRole::Owner => Ok(()),
            _ => Err(FaultCode::Forbidden),
        };
        assert_eq!(changed.map(drop).map_err(code), expected, "{role}");
    }
}
