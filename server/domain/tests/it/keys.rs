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
    acts::{OperatorRole, Role},
    customers::{CustomerDraft, CustomerFilter, CustomerSort, Customers},
    ids::TenantId,
    keys::{KeyState, KeyVersions, Keys},
    tenants::{Strategy, Tenants},
    users::UserFields,
};
use domain::{
    Platform,
    keys::{Outcome, rotate},
};
use store::{AuditEntry, tenant::users};
use testkit::{Plane, TenantPlane, give_up_at, given};

/// Runs the job until it is through, as the queue would.
async fn rotate_through(platform: &Platform, tenant: TenantId) {
    loop {
        match rotate(platform, tenant).await.unwrap() {
            Outcome::Through => return,
            Outcome::Later(after) => tokio::time::sleep(after).await,
            Outcome::Busy => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

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
        assert!(announced.is_rotating);
        let again = desk.tenant_keys_rotate(acme.id()).await.unwrap();
        assert_eq!(shown(&again), expected, "asking again makes no third");

        rotate_through(plane.platform(), acme.id()).await;
        let after = desk.tenant_keys(acme.id()).await.unwrap();
        let expected = [(2, KeyState::InForce, 454), (1, KeyState::Retired, 0)];
        assert_eq!(shown(&after), expected);
        assert!(!after.is_rotating);

        let log = acme.events().await;
        let said: Vec<_> = log.iter().map(|event| &*event.action).collect();
        assert_eq!(said[..2], ["key.rotated", "key.rotate"]);
        assert_eq!(log[0].detail["unreadable_rows"], 0);
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
        rotate_through(&other, acme.id()).await;
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
    // How often a run waits depends on how fast PostgreSQL answers.
    for wait in [1, 2, 4, 7, 11, 16, 23, 40, 80, 160, 320] {
        desk.tenant_keys_rotate(acme.id()).await.unwrap();
        // Told, put in force and sealed in runs of their own: each of them dies here.
        for _ in 0..3 {
            let died = give_up_at(wait, rotate(plane.platform(), acme.id())).await;
            if let Some(Ok(Outcome::Later(after))) = died {
                tokio::time::sleep(after).await;
            }
            assert_eq!(everybody(&acme).await, 250, "half-way, after {wait} waits");
        }
        rotate_through(&survivor, acme.id()).await;
        let keys = desk.tenant_keys(acme.id()).await.unwrap();
        assert!(!keys.is_rotating, "{wait}: {keys:?}");
        assert_eq!(keys.renewed(), 251);
    }
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
    for _ in 0..4 {
        let outcome = rotate(plane.platform(), acme.id()).await.unwrap();
        let Outcome::Later(after) = outcome else {
            unreachable!("a row is not sealed yet: {outcome:?}");
        };
        tokio::time::sleep(after.min(Duration::from_millis(400))).await;
    }
    drop(holder);
    rotate_through(plane.platform(), acme.id()).await;
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!(keys.renewed(), keys.total());
}

/// A transaction that was opened before the new version was in force, and ends long after.
#[tokio::test]
async fn a_row_that_comes_late_with_the_old_version_is_sealed_as_well() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut late = acme.write().await;
    let desk = plane.operator().await;
    desk.tenant_keys_rotate(acme.id()).await.unwrap();
    let announced = rotate(plane.platform(), acme.id()).await.unwrap();
    assert!(matches!(announced, Outcome::Later(_)));
    tokio::time::sleep(plane.settings().key_notice).await;
    let in_force = rotate(plane.platform(), acme.id()).await.unwrap();
    assert!(matches!(in_force, Outcome::Later(_)));
    let fields = UserFields {
        name: "Late".into(),
        email: "late@acme.test".into(),
        role: Role::Staff.into(),
    };
    users::insert(&mut late, &fields).await.unwrap();
    let entry = AuditEntry::new("test.write", "test", "it");
    late.commit(entry).await.unwrap();
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!(
        (keys.renewed(), keys.total()),
        (1, 2),
        "it was sealed with the old one"
    );
    rotate_through(plane.platform(), acme.id()).await;
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!((keys.renewed(), keys.total()), (2, 2));
}

/// What somebody moved does not open, and stays as it is; everything else gets the new version.
#[tokio::test]
async fn a_row_that_does_not_open_keeps_no_other_from_being_sealed() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 5).await;
    sqlx::raw_sql(
        "UPDATE tenants_shared.customers SET name = 'Mallory' WHERE id = (SELECT max(id::text)::uuid FROM tenants_shared.customers)",
    )
    .execute(&mut plane.superuser().await)
    .await
    .unwrap();
    let desk = plane.operator().await;
    desk.tenant_keys_rotate(acme.id()).await.unwrap();
    rotate_through(plane.platform(), acme.id()).await;
    let keys = desk.tenant_keys(acme.id()).await.unwrap();
    assert_eq!(
        (keys.renewed(), keys.total(), keys.is_rotating),
        (5, 6, false)
    );
    assert_eq!(acme.events().await[0].detail["unreadable_rows"], 1);
    // And another change can be asked for.
    let again = desk.tenant_keys_rotate(acme.id()).await.unwrap();
    assert_eq!(again.versions[0].version, 3);
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
    rotate_through(plane.platform(), acme.id()).await;
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
