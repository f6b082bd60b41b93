//! The way that most tenants go.

use chrono::TimeDelta;
use contract::{
    FaultCode, PageRequest,
    customers::{CustomerFilter, Customers},
    door::SignIn,
    tenants::{StepState, Strategy, SubscriptionStatus, TenantStatus, Tenants},
};
use domain::provisioning::{self, Outcome};
use store::Caller;
use testkit::{PASSWORD, Plane};

use super::{assert_whole, register_dedicated_server};

/// TEN-4: in each of the four placements, every step is done once and shown, and the owner works at once.
#[tokio::test]
async fn a_tenant_comes_to_life_wherever_it_is_placed() {
    let plane = Plane::new().await;
    register_dedicated_server(&plane).await;
    for strategy in Strategy::ALL {
        let order = plane
            .tenant(&format!("acme-{strategy}"))
            .strategy(*strategy);
        let acme = order.template("salon").demo_data().order().await;
        let desk = plane.operator().await;
        let ordered = desk.tenant_get(acme.id()).await.unwrap();
        assert_eq!(ordered.row.status, TenantStatus::Provisioning);
        let steps = &ordered.provisioning.steps;
        assert!(steps.iter().all(|step| step.state == StepState::Waiting));
        let closed = plane.platform().resolve(&acme.host()).await;
        assert_eq!(closed.unwrap_err().code, FaultCode::TenantUnknown);

        assert_eq!(plane.provision(acme.id()).await, Outcome::Live);
        assert_whole(&plane, &acme).await;
        let owner = acme.owner().await;
        let page = owner.customer_list(CustomerFilter::default(), PageRequest::default());
        assert_eq!(
            page.await.unwrap().items.len(),
            40,
            "the template's examples"
        );
        assert_eq!(plane.provision(acme.id()).await, Outcome::Idle);
    }
    let dedicated = plane.platform().database();
    let dedicated = dedicated.tenant_by_host_name("acme-dedicated").await;
    assert_eq!(
        dedicated.unwrap().unwrap().strategy(),
        Some(Strategy::Dedicated)
    );
    assert_eq!(plane.orphans().await, [""; 0]);
}

/// TEN-6: an owner without a password gets one link, which opens the workspace.
#[tokio::test]
async fn an_invited_owner_comes_in_by_the_link() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").owner_invited().build().await;
    assert_whole(&plane, &acme).await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let token = plane.mailed_link(&acme.email("owner")).await;
    let link = contract::door::LinkUse {
        token,
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
    };
    platform
        .link_use(&site, link, Caller::default())
        .await
        .unwrap();
    let sign_in = SignIn {
        email: acme.email("owner"),
        password: PASSWORD.into(),
    };
    platform
        .sign_in(&site, sign_in, Caller::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_trial_ends_after_two_weeks_and_a_paid_plan_does_not() {
    let plane = Plane::new().await;
    let desk = plane.operator().await;
    let trial = plane.tenant("acme").plan("trial").build().await;
    let trial = desk.tenant_get(trial.id()).await.unwrap();
    assert_eq!(trial.subscription, SubscriptionStatus::Trialing);
    let ends_at = plane.clock().now() + TimeDelta::days(14);
    assert_eq!(trial.trial_ends_at, Some(ends_at));
    let paid = plane.tenant("zen").plan("starter").build().await;
    let paid = desk.tenant_get(paid.id()).await.unwrap();
    assert_eq!(paid.subscription, SubscriptionStatus::Active);
    assert_eq!(paid.trial_ends_at, None);
}

/// The plan's own placement is taken where none is chosen, and one that cannot be had is refused with a sentence.
#[tokio::test]
async fn the_placement_follows_the_plan_unless_chosen() {
    let plane = Plane::new().await;
    let desk = plane.operator().await;
    let mut draft = plane.tenant("acme").plan("starter").draft();
    draft.strategy.clear();
    let acme = desk.tenant_create(draft).await.unwrap();
    assert_eq!(acme.row.strategy, Strategy::Schema);

    let dedicated = plane.tenant("zen").strategy(Strategy::Dedicated).draft();
    let refused = desk.tenant_create(dedicated.clone()).await.unwrap_err();
    assert!(refused.fields.contains_key("strategy"), "{refused:?}");
    register_dedicated_server(&plane).await;
    let zen = desk.tenant_create(dedicated).await.unwrap();
    assert_eq!(zen.placement.unwrap().server, "frankfurt");
    // One tenant has the server for itself.
    let another = plane.tenant("yoga").strategy(Strategy::Dedicated).draft();
    assert!(desk.tenant_create(another).await.is_err());
}

/// The wish and its job are one transaction: there is no tenant that nobody provisions.
#[tokio::test]
async fn an_order_is_queued_and_taken_up_after_a_restart() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").order().await;
    let queued = async || {
        let jobs: Vec<String> =
            sqlx::query_scalar("SELECT key FROM graphile_worker.jobs WHERE key LIKE 'provision:%'")
                .fetch_all(&mut plane.superuser().await)
                .await
                .unwrap();
        jobs
    };
    let key = format!("provision:{}", acme.id());
    assert_eq!(queued().await, std::slice::from_ref(&key));
    plane
        .sabotage("DELETE FROM graphile_worker._private_jobs")
        .await;
    assert_eq!(plane.platform().resume_provisioning().await.unwrap(), 1);
    assert_eq!(queued().await, [key]);
    provisioning::run(plane.platform(), acme.id())
        .await
        .unwrap();
    assert_eq!(plane.platform().resume_provisioning().await.unwrap(), 0);
}
