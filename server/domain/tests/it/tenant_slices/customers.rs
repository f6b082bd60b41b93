//! Customers: whose they are, who may change them, and what the log keeps.

use contract::{
    FaultCode, PageRequest,
    acts::Role,
    customers::{CustomerDraft, CustomerFilter, Customers},
    ids::CustomerId,
    tenants::Tenants,
};
use testkit::{Plane, given};

fn draft(name: &str) -> CustomerDraft {
    CustomerDraft {
        name: name.into(),
        ..CustomerDraft::default()
    }
}

#[tokio::test]
async fn every_change_is_in_the_log() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let made = desk.customer_create(draft("Ada")).await.unwrap();
    let changed = desk
        .customer_update(made.id, draft("Ada L."), Some(made.version))
        .await
        .unwrap();
    assert_eq!(desk.customer_get(made.id).await, Ok(changed));
    desk.customer_delete(made.id).await.unwrap();
    let gone = desk.customer_get(made.id).await.unwrap_err();
    assert_eq!(gone.code, FaultCode::NotFound);

    let events = acme.events().await;
    let of_it = events
        .iter()
        .filter(|event| event.target_id == made.id.to_string());
    let actions: Vec<_> = of_it.map(|event| event.action.as_str()).collect();
    assert_eq!(
        actions,
        ["customer.delete", "customer.update", "customer.create"]
    );
}

/// AUD-1: what it was and what it is, of the fields that are another now; of two changes at once, each its own.
#[tokio::test]
async fn an_entry_tells_what_was_changed() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    let made = desk.customer_create(draft("Ada")).await.unwrap();
    let phoned = CustomerDraft {
        phone: "+49 30 1234".into(),
        ..draft("Ada L.")
    };
    desk.customer_update(made.id, phoned, None).await.unwrap();
    let newest = &acme.events().await[0];
    let change = serde_json::json!({
        "before": { "name": "Ada", "phone": null },
        "after": { "name": "Ada L.", "phone": "+49 30 1234" },
    });
    assert_eq!(newest.detail, change);
    let (one, other) = tokio::join!(
        desk.customer_update(made.id, draft("Bea"), None),
        desk.customer_update(made.id, draft("Cyd"), None),
    );
    one.unwrap();
    other.unwrap();
    let events = acme.events().await;
    let name = |at: usize, side: &str| events[at].detail[side]["name"].clone();
    assert_eq!(name(1, "before"), "Ada L.");
    assert_eq!(name(0, "before"), name(1, "after"));
}

#[tokio::test]
async fn a_change_of_an_old_version_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.member().await;
    let made = given::customer(&acme, "Ada").await;
    let newer = desk
        .customer_update(made.id, draft("Bea"), Some(1))
        .await
        .unwrap();
    let late = desk.customer_update(made.id, draft("Cyd"), Some(1)).await;
    assert_eq!(late.unwrap_err().code, FaultCode::PreconditionFailed);
    assert_eq!(desk.customer_get(made.id).await, Ok(newer));
    let forced = desk.customer_update(made.id, draft("Cyd"), None).await;
    assert_eq!(forced.unwrap().version, 3);
}

/// ISO-4, ISO-5: a foreign id is refused alike whether or not it names a row, and the refusal is on record.
#[tokio::test]
async fn an_id_of_another_tenant_is_refused_and_recorded() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let theirs = given::customer(&zen, "Ada").await.id;
    let never_made: CustomerId = zen.read().await.new_id().id();
    let desk = acme.user(Role::Admin).await;
    for id in [theirs, never_made] {
        let read = desk.customer_get(id).await.unwrap_err();
        let write = desk.customer_update(id, draft("Mine"), None).await;
        let delete = desk.customer_delete(id).await.unwrap_err();
        assert_eq!(read.code, FaultCode::CrossTenant);
        assert_eq!(write.unwrap_err(), read);
        assert_eq!(delete, read);
    }
    let refusals = acme.events().await;
    let refusals: Vec<_> = refusals
        .iter()
        .filter(|event| event.action == "access.refused")
        .map(|event| event.target_id.clone())
        .collect();
    let expected = [never_made, never_made, never_made, theirs, theirs, theirs];
    assert_eq!(refusals, expected.map(|id| id.to_string()));

    let own = zen.member().await.customer_get(theirs).await;
    assert_eq!(own.unwrap().name, "Ada");
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    for role in Role::ALL.iter().copied() {
        let ada = given::customer(&acme, "Ada").await.id;
        let desk = acme.user(role).await;
        let list = desk
            .customer_list(CustomerFilter::default(), PageRequest::default())
            .await;
        let create = desk.customer_create(draft("Bea")).await;
        let update = desk.customer_update(ada, draft("Cyd"), None).await;
        let delete = desk.customer_delete(ada).await;
        let may_write = role != Role::ReadOnly;
        let may_delete = may_write && role != Role::Staff;
        assert!(list.is_ok(), "{role}");
        assert_eq!(create.is_ok(), may_write, "{role}");
        assert_eq!(update.is_ok(), may_write, "{role}");
        assert_eq!(delete.is_ok(), may_delete, "{role}");
    }
}

/// TEN-9: a suspended tenant reads on, and writes nothing.
#[tokio::test]
async fn a_suspended_tenant_reads_and_does_not_write() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let ada = given::customer(&acme, "Ada").await.id;
    acme.member().await;
    let operator = plane.operator().await;
    let reason = "unpaid".to_owned();
    operator.tenant_suspend(acme.id(), reason).await.unwrap();

    let desk = acme.member().await;
    assert!(desk.customer_get(ada).await.is_ok());
    let refused = desk.customer_create(draft("Bea")).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::TenantSuspended);
    let foreign = plane.tenant("zen").build().await;
    let theirs = given::customer(&foreign, "Cyd").await.id;
    let refused = desk.customer_get(theirs).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::CrossTenant);
    // AUD-1: of the two, the foreign id is an event, and the log takes it.
    let events = acme.events().await;
    let refusals: Vec<_> = events
        .iter()
        .filter(|event| event.action.ends_with(".refused"))
        .map(|event| (event.action.as_str(), event.target_id.clone()))
        .collect();
    assert_eq!(refusals, [("access.refused", theirs.to_string())]);

    operator.tenant_resume(acme.id()).await.unwrap();
    let desk = acme.member().await;
    assert!(desk.customer_create(draft("Bea")).await.is_ok());
}

#[tokio::test]
async fn the_limit_of_the_plan_holds_when_the_last_place_is_taken() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").plan("trial").build().await;
    given::customers(&acme, 499).await;
    let desk = acme.member().await;
    let (one, two) = tokio::join!(
        desk.customer_create(draft("Ada")),
        desk.customer_create(draft("Bea"))
    );
    assert!(one.is_ok() != two.is_ok());
    let refused = one.err().or(two.err()).unwrap();
    assert_eq!(refused.code, FaultCode::QuotaExceeded);
    assert!(refused.title.contains("500"), "{}", refused.title);
}
