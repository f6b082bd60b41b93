//! Connections to tenants' own databases: opened on demand, bounded by one budget, with a share that no tenant exceeds.

use std::{collections::HashSet, sync::Arc, time::Duration};

use contract::tenants::Strategy;
use store::{Database, Error, tenant::customers};
use testkit::{Plane, TenantPlane};
use tokio::{sync::Notify, task::JoinSet};

async fn plane_with_databases(count: usize) -> (Plane, Vec<TenantPlane>) {
    let plane = Plane::with(|settings| {
        settings.tenant_connections = 4;
        settings.connections_per_tenant = 2;
        settings.acquire_timeout = Duration::from_millis(800);
    })
    .await;
    let mut tenants = Vec::new();
    for number in 0..count {
        let order = plane.tenant(&format!("apex-{number}"));
        tenants.push(order.strategy(Strategy::Database).build().await);
    }
    (plane, tenants)
}

/// Sessions of tenants' logins, by the process that serves each.
async fn sessions(plane: &Plane) -> HashSet<i32> {
    let pids: Vec<i32> = sqlx::query_scalar(
        "SELECT pid FROM pg_stat_activity WHERE usename IN (SELECT role FROM platform.placements)",
    )
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap();
    pids.into_iter().collect()
}

async fn visit(database: &Database, tenant: &TenantPlane) -> Result<i64, Error> {
    let scope = database.job_scope(tenant.id(), "test").await?.unwrap();
    customers::count(&mut database.read(&scope).await?).await
}

/// What is kept for the next request counts as well: a server has only so many connections.
#[tokio::test]
async fn idle_connections_stay_within_the_budget() {
    let (plane, tenants) = plane_with_databases(7).await;
    for round in 0..3 {
        for tenant in &tenants {
            visit(plane.database(), tenant).await.unwrap();
            let open = sessions(&plane).await.len();
            assert!(open <= 4, "round {round}: {open} open");
        }
    }
}

#[tokio::test]
async fn a_tenant_that_comes_back_finds_its_connections() {
    let (plane, tenants) = plane_with_databases(2).await;
    let visit_often = async || {
        for _ in 0..10 {
            visit(plane.database(), &tenants[0]).await.unwrap();
        }
    };
    visit_often().await;
    let before = sessions(&plane).await;
    visit_often().await;
    // A visit that begins before the connection of the one before is given back opens one beside it.
    let after = sessions(&plane).await;
    assert!(after.is_superset(&before), "{before:?} became {after:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_served_within_the_budget() {
    let (plane, tenants) = plane_with_databases(6).await;
    let mut visits = JoinSet::new();
    for number in 0..120 {
        let (database, tenant) = (plane.database().clone(), tenants[number % 6].clone());
        visits.spawn(async move {
            // Whoever was not served in time was told so, and comes back.
            while visit(&database, &tenant).await.is_err() {}
        });
    }
    while visits.join_next().await.is_some() {
        let open = sessions(&plane).await.len();
        // One that is being closed may be seen beside the one that takes its place.
        assert!(open <= 5, "{open} open");
    }
}

/// A tenant that asks for more than its share waits for itself, and keeps nobody else waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_tenant_leaves_room_for_the_others() {
    let (plane, tenants) = plane_with_databases(2).await;
    let (busy, quiet) = (&tenants[0], &tenants[1]);
    let done = Arc::new(Notify::new());
    let mut holding = JoinSet::new();
    for _ in 0..2 {
        let (database, done) = (plane.database().clone(), Arc::clone(&done));
        let scope = busy.scope().await;
        let reader = database.read(&scope).await.unwrap();
        holding.spawn(async move {
            done.notified().await;
            drop(reader);
        });
    }
    let mut waiting = JoinSet::new();
    for _ in 0..20 {
        let (database, busy) = (plane.database().clone(), busy.clone());
        waiting.spawn(async move { visit(&database, &busy).await });
    }
    tokio::task::yield_now().await;
    for _ in 0..10 {
        visit(plane.database(), quiet).await.unwrap();
    }
    for refused in waiting.join_all().await {
        assert!(matches!(refused, Err(Error::Unavailable(_))));
    }
    done.notify_waiters();
    holding.join_all().await;
    visit(plane.database(), busy).await.unwrap();
}
