//! Two at once.

use std::collections::BTreeSet;

use contract::{
    FaultCode,
    tenants::{Strategy, Tenants},
};
use domain::provisioning::{self, Outcome};
use testkit::Plane;
use tokio::task::JoinSet;

use super::assert_whole;

/// TEN-2: of many who want one address at once, one gets it, and nothing of the others stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_want_one_address_one_gets_it() {
    let plane = Plane::with(|settings| settings.pool_size = 24).await;
    plane.platform().refill_pool().await.unwrap();
    for strategy in [Strategy::Shared, Strategy::Schema] {
        let draft = plane
            .tenant(&format!("acme-{strategy}"))
            .strategy(strategy)
            .draft();
        let mut orders = JoinSet::new();
        for _ in 0..8 {
            let (desk, draft) = (plane.operator().await, draft.clone());
            orders.spawn(async move { desk.tenant_create(draft).await });
        }
        let (won, lost): (Vec<_>, Vec<_>) =
            orders.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 7));
        for fault in lost.into_iter().filter_map(Result::err) {
            assert_eq!(fault.code, FaultCode::Conflict);
            assert_eq!(fault.fields.keys().collect::<Vec<_>>(), ["slug"]);
            assert_eq!(fault.input["slug"], draft.slug);
            assert!(!fault.input.contains_key("owner_password"));
        }
    }
    let (tenants, placements, jobs): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM platform.tenants),
                (SELECT count(*) FROM platform.placements WHERE tenant_id IS NOT NULL OR state = 'building'),
                (SELECT count(*) FROM graphile_worker.jobs WHERE key LIKE 'provision:%')",
    )
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    assert_eq!((tenants, placements, jobs), (2, 2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_never_work_on_one_tenant() {
    let plane = Plane::new().await;
    let nodes = [plane.platform().clone(), plane.another_node().await];
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let acme = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let acme = acme.owner_invited().order().await;
        let mut runs = JoinSet::new();
        for number in 0..6 {
            let (node, id) = (nodes[number % 2].clone(), acme.id());
            runs.spawn(async move { provisioning::run(&node, id).await.unwrap() });
        }
        let outcomes = runs.join_all().await;
        let live = outcomes.iter().filter(|outcome| **outcome == Outcome::Live);
        assert_eq!(live.count(), 1, "{outcomes:?}");
        assert!(!outcomes.contains(&Outcome::Failed), "{outcomes:?}");
        plane.database().forget_tenant(acme.id()).await;
        assert_whole(&plane, &acme).await;
    }
}

/// As many as a node works on at a time, on a pool that is no larger than it has to be.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tenants_are_made_side_by_side() {
    let plane = Plane::new().await;
    let mut tenants = Vec::new();
    for number in 0..8 {
        let strategy = [Strategy::Schema, Strategy::Database][number % 2];
        let order = plane.tenant(&format!("acme-{number}")).strategy(strategy);
        tenants.push(order.owner_invited().order().await);
    }
    for four in tenants.chunks(4) {
        let mut runs = JoinSet::new();
        for tenant in four {
            let (platform, id) = (plane.platform().clone(), tenant.id());
            runs.spawn(async move { provisioning::run(&platform, id).await });
        }
        let outcomes: Vec<_> = runs.join_all().await;
        assert!(
            outcomes.iter().all(|outcome| *outcome == Ok(Outcome::Live)),
            "{outcomes:?}"
        );
    }
    let mut codes = BTreeSet::new();
    for tenant in &tenants {
        assert_whole(&plane, tenant).await;
        codes.insert(
            plane
                .operator()
                .await
                .tenant_get(tenant.id())
                .await
                .unwrap()
                .row
                .code,
        );
    }
    assert_eq!(codes.len(), 8);
    assert_eq!(plane.orphans().await, [""; 0]);
}
