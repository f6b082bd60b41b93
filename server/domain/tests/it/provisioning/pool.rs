//! The ready pool: the next tenant's place is there before the tenant is.

use std::collections::BTreeSet;

use contract::tenants::{Strategy, Tenants};
use domain::provisioning::Outcome;
use testkit::{Plane, give_up_at};

use super::assert_whole;

/// Codes of placements that nobody has taken, by state.
async fn free(plane: &Plane, strategy: Strategy, state: &str) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT code FROM platform.placements WHERE tenant_id IS NULL AND strategy = $1 AND state = $2
         ORDER BY created_at",
    )
    .bind(strategy.as_str())
    .bind(state)
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_tenant_takes_the_oldest_ready_place_with_its_code() {
    let plane = Plane::new().await;
    let platform = plane.platform();
    assert_eq!(platform.refill_pool().await.unwrap(), 6);
    for strategy in [Strategy::Schema, Strategy::Database] {
        let ready = free(&plane, strategy, "ready").await;
        assert_eq!(ready.len(), 3);
        let acme = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let acme = acme.build().await;
        assert_whole(&plane, &acme).await;
        let shown = plane.operator().await.tenant_get(acme.id()).await.unwrap();
        assert_eq!(shown.row.code, ready[0]);
        assert_eq!(free(&plane, strategy, "ready").await, ready[1..]);
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}

#[tokio::test]
async fn the_pool_is_refilled_to_its_size_by_whoever_comes_first() {
    let plane = Plane::new().await;
    let other = plane.another_node().await;
    let (one, two) = tokio::join!(plane.platform().refill_pool(), other.refill_pool());
    assert_eq!(one.unwrap() + two.unwrap(), 6);
    plane.live_tenant("acme", Strategy::Schema).await;
    // The lock of the refill before is given back in the background.
    let mut made = 0;
    while made == 0 {
        made = plane.platform().refill_pool().await.unwrap();
    }
    assert_eq!(made, 1);
}

/// More tenants at once than places: nobody shares one, and nobody waits for the refill.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tenants_at_once_never_share_a_place() {
    let plane = Plane::with(|settings| settings.pool_size = 24).await;
    plane.platform().refill_pool().await.unwrap();
    let orders = (0..6).map(|number| plane.tenant(&format!("acme-{number}")));
    let mut tenants = tokio::task::JoinSet::new();
    for order in orders {
        let (desk, draft) = (
            plane.operator().await,
            order.strategy(Strategy::Schema).draft(),
        );
        tenants.spawn(async move { desk.tenant_create(draft).await.unwrap() });
    }
    let tenants = tenants.join_all().await;
    let codes: BTreeSet<&str> = tenants
        .iter()
        .map(|tenant| tenant.row.code.as_str())
        .collect();
    assert_eq!(codes.len(), 6);
    assert_eq!(free(&plane, Strategy::Schema, "ready").await, [""; 0]);
    for tenant in &tenants {
        assert_eq!(plane.provision(tenant.row.id).await, Outcome::Live);
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}

/// A refill that died leaves a record of what it was at; ten minutes later the next one clears it away.
#[tokio::test]
async fn a_refill_that_died_leaves_no_orphan() {
    let plane = Plane::new().await;
    let platform = plane.platform();
    let mut wait = 1;
    while give_up_at(wait, platform.refill_pool()).await.is_none() {
        plane
            .sabotage(
                "UPDATE platform.placements SET created_at = created_at - interval '11 minutes'",
            )
            .await;
        wait += 23;
    }
    while platform.refill_pool().await.unwrap() > 0 {}
    for strategy in [Strategy::Schema, Strategy::Database] {
        assert_eq!(free(&plane, strategy, "building").await, [""; 0]);
        assert_eq!(free(&plane, strategy, "ready").await.len(), 3);
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}
