//! AUD-1: who looked at what is said of people is on record, many reads in one entry.

use chrono::TimeDelta;
use contract::{
    PageRequest,
    acts::Role,
    audit::Event,
    customers::{CustomerFilter, Customers},
    tenants::Tenants,
    users::{UserFilter, Users},
};
use testkit::{Plane, TenantPlane, given};

async fn readings(tenant: &TenantPlane) -> Vec<Event> {
    let mut events = tenant.events().await;
    events.retain(|event| event.action == "personal.read");
    events
}

#[tokio::test]
async fn many_reads_are_one_entry_in_the_name_of_who_read() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for name in ["Ada", "Bea"] {
        given::customer(&acme, name).await;
    }
    let (staff, owner) = (acme.user(Role::Staff).await, acme.owner().await);
    let (all, page) = (CustomerFilter::default(), PageRequest::default());
    for _ in 0..3 {
        staff
            .customer_list(all.clone(), page.clone())
            .await
            .unwrap();
    }
    let ada = staff
        .customer_list(all.clone(), page.clone())
        .await
        .unwrap();
    staff.customer_get(ada.items[0].id).await.unwrap();
    owner
        .user_list(UserFilter::default(), page.clone())
        .await
        .unwrap();
    assert_eq!(
        plane.platform().record_readings(false).await,
        0,
        "too early"
    );
    plane.clock().advance(TimeDelta::minutes(10));
    // Whoever is gone by then is named all the same.
    let id = acme.account(&acme.email("staff")).await.unwrap().id;
    acme.owner().await.user_remove(id).await.unwrap();
    assert_eq!(plane.platform().record_readings(false).await, 2);
    assert_eq!(plane.platform().record_readings(true).await, 0, "and once");
    let readings = readings(&acme).await;
    let of = |noun: &str| readings.iter().find(|event| event.target_kind == noun);
    let customers = of("customer").unwrap();
    assert_eq!(customers.actor_kind, "user");
    assert_eq!(customers.actor_id, Some(id.uuid()));
    assert_eq!(customers.detail["reads"], 5);
    assert_eq!(customers.detail["rows"], 9);
    assert_eq!(of("user").unwrap().detail["reads"], 1);
    // They are entries like all others.
    plane.platform().sign_log(acme.id()).await.unwrap();
    let verdict = plane.platform().verify_log(acme.id(), &[]).await.unwrap();
    assert_eq!(verdict.flaw, None);
}

#[tokio::test]
async fn reads_of_operators_and_in_a_suspended_workspace_are_on_record_too() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customer(&acme, "Ada").await;
    let (member, operator) = (acme.member().await, plane.operator().await);
    operator
        .tenant_suspend(acme.id(), "A late invoice.".into())
        .await
        .unwrap();
    let page = PageRequest::default();
    let all = CustomerFilter::default();
    member
        .customer_list(all.clone(), page.clone())
        .await
        .unwrap();
    operator.tenant_users(acme.id()).await.unwrap();
    // What found nothing told nothing.
    let nobody = CustomerFilter {
        q: "nobody".into(),
        ..all
    };
    acme.owner()
        .await
        .customer_list(nobody, page)
        .await
        .unwrap();
    assert_eq!(plane.platform().record_readings(true).await, 2);
    let mut kinds: Vec<_> = readings(&acme)
        .await
        .into_iter()
        .map(|event| (event.actor_kind, event.target_kind))
        .collect();
    kinds.sort();
    let expected = [("operator", "user"), ("user", "customer")];
    assert_eq!(
        kinds,
        expected.map(|(actor, noun)| (actor.to_owned(), noun.to_owned()))
    );
}
