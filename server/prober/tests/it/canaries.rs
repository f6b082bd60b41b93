//! Canaries: made once, seen nowhere, and removed without a trace.

use std::time::Duration;

use contract::{
    PageRequest,
    acts::OperatorRole,
    isolation::{Isolation, RunState},
    plans::Plans,
    servers::Servers,
    tenants::{Strategy, TenantFilter, Tenants},
};
use testkit::{Plane, given};

async fn probe(plane: &Plane) {
    let nowhere = "127.0.0.1:1".parse().unwrap();
    let run = prober::run(plane.platform(), nowhere, "test").await;
    run.unwrap().expect("nobody else is probing");
}

async fn canaries(plane: &Plane) -> Vec<(String, String)> {
    sqlx::query_as("SELECT slug, status FROM platform.tenants WHERE is_canary ORDER BY slug")
        .fetch_all(&mut plane.superuser().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn canaries_are_made_once_and_seen_nowhere() {
    let plane = Plane::new().await;
    plane.live_tenant("acme", Strategy::Shared).await;
    let operator = plane.operator().await;
    let mails = plane.mails().await.len();
    let seen = async || {
        let counts = operator.tenant_counts().await.unwrap();
        let filter = TenantFilter::default();
        let tenants = operator.tenant_list(filter, PageRequest::default()).await;
        let on_offer = operator.plan_list().await.unwrap();
        let servers = operator.server_list().await.unwrap();
        (
            counts.by_day,
            counts.total,
            counts.by_strategy,
            tenants.unwrap().items,
            on_offer.iter().map(|plan| plan.tenants).sum::<i64>(),
            servers.iter().map(|server| server.tenants).sum::<i64>(),
            plane.platform().logs().await.unwrap(),
        )
    };
    let before = seen().await;
    probe(&plane).await;
    let made = canaries(&plane).await;
    assert_eq!(made.len(), 6, "{made:?}");
    assert!(
        made.iter().all(|(_, status)| status == "active"),
        "{made:?}"
    );
    assert_eq!(seen().await, before);
    probe(&plane).await;
    assert_eq!(canaries(&plane).await, made);
    // What one asks for by mail is not written, and what is written is of operators alone.
    let (slug, _) = &made[0];
    let site = plane
        .platform()
        .resolve(&format!("{slug}.tenantry.test"))
        .await
        .unwrap();
    let email = format!("owner@{slug}.invalid");
    let asked = plane
        .platform()
        .request_reset(&site, email, store::Caller::default());
    asked.await.unwrap();
    let written = plane.mails().await;
    let others = written
        .iter()
        .filter(|mail| mail.row.kind != "isolation_broken");
    assert_eq!(others.count(), mails);
}

/// A run that died is broken off by the next, and leaves no canary suspended.
#[tokio::test]
async fn a_run_survives_the_death_of_the_one_before() {
    let plane = Plane::new().await;
    let operator = plane.operator().await;
    let died = plane.platform().begin_probing("test").await.unwrap();
    died.unwrap().canaries(Strategy::Shared).await.unwrap();
    plane
        .sabotage("UPDATE platform.tenants SET status = 'suspended' WHERE is_canary")
        .await;
    let wished = operator.isolation_run().await.unwrap();
    assert_eq!(wished.state, RunState::Running, "nobody found out yet");
    probe(&plane).await;
    let runs = operator
        .isolation_runs(PageRequest::default())
        .await
        .unwrap()
        .items;
    let states: Vec<_> = runs.iter().map(|run| run.state).collect();
    assert_eq!(states, [RunState::Finished, RunState::BrokenOff]);
    assert!(
        canaries(&plane)
            .await
            .iter()
            .all(|(_, status)| status == "active")
    );
}

/// One at a time in the whole installation; who wishes twice wishes once.
#[tokio::test]
async fn one_run_is_on_at_a_time() {
    let plane = Plane::new().await;
    let operator = plane.operator().await;
    let wished = operator.isolation_run().await.unwrap();
    assert_eq!(wished.state, RunState::Waiting);
    assert_eq!(operator.isolation_run().await.unwrap().id, wished.id);
    let taken = plane
        .platform()
        .begin_probing("test")
        .await
        .unwrap()
        .unwrap();
    let other = plane.another_node().await;
    assert!(other.begin_probing("test").await.unwrap().is_none());
    assert!(plane.platform().remove_canaries().await.is_err());
    let finished = taken.finish().await.unwrap();
    assert_eq!(finished.id, wished.id);
    assert!(!finished.is_whole(), "nothing was checked");
    let asked = plane
        .events()
        .await
        .into_iter()
        .filter(|event| event.action == "isolation.run");
    assert_eq!(asked.count(), 1);
    let hour = Duration::from_hours(1);
    assert!(!plane.platform().isolation_due(hour).await.unwrap());
    plane.clock().advance(chrono::TimeDelta::hours(1));
    assert!(plane.platform().isolation_due(hour).await.unwrap());
}

#[tokio::test]
async fn canaries_are_removed_without_a_trace_and_nobody_else_is() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 3).await;
    probe(&plane).await;
    assert_eq!(plane.platform().remove_canaries().await.unwrap(), 6);
    assert_eq!(canaries(&plane).await, []);
    assert_eq!(plane.orphans().await, Vec::<String>::new());
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM tenants_shared.customers WHERE tenant_id <> $1")
            .bind(acme.id().uuid())
            .fetch_one(&mut plane.superuser().await)
            .await
            .unwrap();
    assert_eq!(left, 0);
    let mut reader = acme.read().await;
    assert_eq!(
        store::tenant::customers::count(&mut reader).await.unwrap(),
        3
    );
    drop(reader);
    // No id but a canary's is any of its business.
    plane.database().canary_remove(acme.id()).await.unwrap();
    acme.read().await;
    // The next run makes new ones.
    probe(&plane).await;
    assert_eq!(canaries(&plane).await.len(), 6);
}

/// Their logs only ever grow, so they are made anew after a month; and a run is kept for three.
#[tokio::test]
async fn what_is_old_makes_room() {
    let plane = Plane::new().await;
    let operator = plane.operator().await;
    probe(&plane).await;
    let first = canaries(&plane).await;
    plane.clock().advance(chrono::TimeDelta::days(31));
    probe(&plane).await;
    let second = canaries(&plane).await;
    assert_eq!(second.len(), 6);
    assert!(first.iter().all(|canary| !second.contains(canary)));
    plane.platform().sweep().await.unwrap();
    let runs = operator
        .isolation_runs(PageRequest::default())
        .await
        .unwrap()
        .items;
    let [new, old] = [0, 1].map(|at: usize| runs[at].clone());
    let (new, old) = (
        operator.isolation_report(new.id).await.unwrap(),
        operator.isolation_report(old.id).await.unwrap(),
    );
    assert!(new.is_complete());
    assert!(
        !old.is_complete() && old.checks.len() == 1,
        "{:?}",
        old.checks
    );
    plane.clock().advance(chrono::TimeDelta::days(80));
    plane.platform().sweep().await.unwrap();
    let runs = operator
        .isolation_runs(PageRequest::default())
        .await
        .unwrap()
        .items;
    assert_eq!(runs.len(), 1);
}

#[tokio::test]
async fn only_whoever_may_sees_runs_and_wishes_for_one() {
    let plane = Plane::new().await;
    for (role, sees, runs) in [
        (OperatorRole::Owner, true, true),
        (OperatorRole::Support, true, false),
        (OperatorRole::Auditor, true, false),
        (OperatorRole::Billing, false, false),
    ] {
        let desk = plane.operator_with(role).await;
        let run = desk.isolation_run().await;
        assert_eq!(run.is_ok(), runs, "{role}: {run:?}");
        let list = desk.isolation_runs(PageRequest::default()).await;
        assert_eq!(list.is_ok(), sees, "{role}: {list:?}");
        if let Ok(run) = run {
            for other in OperatorRole::ALL {
                let report = plane
                    .operator_with(*other)
                    .await
                    .isolation_report(run.id)
                    .await;
                let may = *other != OperatorRole::Billing;
                assert_eq!(report.is_ok(), may, "{other}: {report:?}");
            }
        }
    }
}
