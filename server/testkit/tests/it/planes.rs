use contract::{
    PageRequest,
    acts::{OperatorRole, Role},
    customers::{CustomerFilter, Customers},
    tenants::{Strategy, TenantFilter, Tenants},
};
use testkit::{Plane, given};

#[tokio::test]
async fn a_plane_starts_empty_and_its_actors_can_act() {
    let plane = Plane::new().await;
    let everything = (TenantFilter::default(), PageRequest::default());
    let desk = plane.operator().await;
    let tenants = desk.tenant_list(everything.0, everything.1).await.unwrap();
    assert!(tenants.items.is_empty());

    let acme = plane.tenant("acme").template("salon").build().await;
    given::customers(&acme, 3).await;
    for desk in [acme.owner().await, acme.member().await] {
        let page = desk.customer_list(CustomerFilter::default(), PageRequest::default());
        assert_eq!(page.await.unwrap().items.len(), 3);
    }
    acme.tokens(&acme.email("owner")).await;
    assert!(plane.mails().await.is_empty(), "the owner has a password");
}

#[tokio::test]
async fn every_role_has_an_actor() {
    let plane = Plane::new().await;
    for role in OperatorRole::ALL {
        plane.operator_with(*role).await;
    }
    let acme = plane.tenant("acme").owner_invited().build().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Owner) {
        acme.user(*role).await;
    }
    let link = plane.mailed_link(&acme.email("owner")).await;
    let site = acme.site().await;
    let view = plane.platform().link_view(&site, &link).await.unwrap();
    assert_eq!(view.kind, contract::door::LinkKind::Invitation);
}

#[tokio::test]
async fn planes_know_nothing_of_each_other() {
    let (one, other) = (Plane::new().await, Plane::new().await);
    for plane in [&one, &other] {
        plane.live_tenant("acme", Strategy::Shared).await;
        plane.live_tenant("zen", Strategy::Database).await;
    }
    assert!(one.orphans().await.is_empty());
}

#[tokio::test]
async fn nothing_of_a_plane_stays() {
    let witness = Plane::new().await;
    let plane = Plane::new().await;
    let name = plane.name().to_owned();
    let mut codes = Vec::new();
    for (slug, strategy) in [("acme", Strategy::Schema), ("zen", Strategy::Database)] {
        let id = plane.live_tenant(slug, strategy).await;
        let tenant = plane.operator().await.tenant_get(id).await.unwrap();
        codes.push(format!("tenant_{}", tenant.row.code));
    }
    drop(plane);

    codes.push(name);
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT datname::text FROM pg_database WHERE datname = ANY ($1)
         UNION ALL SELECT rolname::text FROM pg_roles WHERE rolname = ANY ($1)",
    )
    .bind(&codes)
    .fetch_all(&mut witness.superuser().await)
    .await
    .unwrap();
    assert!(left.is_empty(), "{left:?}");
}
