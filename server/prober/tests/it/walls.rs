//! ISO-8: on what the product makes every check of the database passes; with a wall down the one that leans on it fails,
//! says what was seen, and whoever runs the platform is told once.

use std::net::SocketAddr;

use contract::{
    PageRequest,
    acts::OperatorRole,
    isolation::{Check, Family, Isolation, Report, RunState},
    tenants::Strategy,
};
use sqlx::PgConnection;
use testkit::Plane;

/// Nobody listens there: these tests are about what is behind the front door, which has tests of its own.
const NOWHERE: &str = "127.0.0.1:1";

/// The catalogue tells of roles, which all planes of a server share: others that break them wait, and are waited for.
async fn alone(plane: &Plane) -> PgConnection {
    let mut lock = plane.superuser_in("postgres").await;
    sqlx::query("SELECT pg_advisory_lock(hashtext('roles of all planes'))")
        .execute(&mut lock)
        .await
        .unwrap();
    lock
}

async fn probe(plane: &Plane) -> Report {
    let nowhere: SocketAddr = NOWHERE.parse().unwrap();
    let run = prober::run(plane.platform(), nowhere, "test")
        .await
        .unwrap();
    let run = run.expect("nobody else is probing");
    plane.platform().isolation_report(run.id).await.unwrap()
}

/// The checks that failed, but for the one that nobody listens.
fn failures(report: &Report) -> Vec<&Check> {
    let failures = report.failures();
    failures
        .filter(|check| check.probed.key != "front_door.reached")
        .collect()
}

#[tokio::test]
async fn behind_the_front_door_every_check_passes_in_every_strategy() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    let report = probe(&plane).await;
    assert!(failures(&report).is_empty(), "{:#?}", failures(&report));
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        for (family, least) in [(Family::Database, 9), (Family::Catalogue, 15)] {
            let tally = report.tally(family, Some(strategy));
            assert!(tally.total >= least, "{family} {strategy}: {tally:?}");
        }
    }
    assert_eq!(report.run.state, RunState::Finished);
    // That the process does not reach itself is a check that fails, and no run that is whole.
    assert_eq!(report.run.failed(), 1);
    assert!(!report.run.is_whole());
    let reached = report.failures().next().unwrap();
    assert!(reached.probed.seen.contains("No answer"), "{reached:?}");
}

/// I-02, I-10: what a superuser did to the walls, and the check that finds it.
#[tokio::test]
async fn a_wall_that_is_down_is_found_with_evidence() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    probe(&plane).await;
    let schema: String = sqlx::query_scalar(
        "SELECT p.schema FROM platform.placements p JOIN platform.tenants t ON t.id = p.tenant_id
         WHERE t.is_canary AND p.strategy = 'schema' ORDER BY t.created_at DESC, t.id DESC LIMIT 1",
    )
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    let other: String = sqlx::query_scalar(
        "SELECT p.role FROM platform.placements p JOIN platform.tenants t ON t.id = p.tenant_id
         WHERE t.is_canary AND p.strategy = 'schema' ORDER BY t.created_at, t.id LIMIT 1",
    )
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    for (plant, mend, strategy, key, seen) in [
        (
            "ALTER TABLE tenants_shared.customers DISABLE ROW LEVEL SECURITY".to_owned(),
            "ALTER TABLE tenants_shared.customers ENABLE ROW LEVEL SECURITY".to_owned(),
            Strategy::Shared,
            "database.read_without_scope",
            "customers: one row",
        ),
        (
            format!("GRANT USAGE ON SCHEMA {schema} TO {other}; GRANT SELECT ON {schema}.users TO {other}"),
            format!("REVOKE ALL ON SCHEMA {schema} FROM {other}; REVOKE ALL ON {schema}.users FROM {other}"),
            Strategy::Schema,
            "database.foreign_planes",
            "users: ",
        ),
        (
            "GRANT UPDATE ON tenants_shared.events TO tenantry_shared".to_owned(),
            "REVOKE UPDATE ON tenants_shared.events FROM tenantry_shared".to_owned(),
            Strategy::Shared,
            "database.append_only",
            "events: ",
        ),
        (
            "GRANT USAGE ON SCHEMA platform TO tenantry_shared; GRANT SELECT ON platform.sessions TO tenantry_shared".to_owned(),
            "REVOKE USAGE ON SCHEMA platform FROM tenantry_shared; REVOKE SELECT ON platform.sessions FROM tenantry_shared".to_owned(),
            Strategy::Shared,
            "database.control_plane",
            "platform.sessions: ",
        ),
    ] {
        plane.sabotage(&plant).await;
        let broken = probe(&plane).await;
        plane.sabotage(&mend).await;
        let found = failures(&broken).into_iter().any(|check| {
            check.strategy == Some(strategy)
                && check.probed.key == key
                && check.probed.seen.contains(seen)
        });
        assert!(found, "{plant}: {:#?}", failures(&broken));
    }
    let mended = probe(&plane).await;
    assert!(failures(&mended).is_empty(), "{:#?}", failures(&mended));
}

/// No storm: the first run that is not whole is told of, and what follows is not until one was whole again.
#[tokio::test]
async fn owners_are_told_once_when_a_wall_is_found_down() {
    let plane = Plane::new().await;
    let owner = plane.operator().await;
    plane.operator_with(OperatorRole::Support).await;
    let mails = async || {
        let mails = plane.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.row.kind == "isolation_broken");
        mails.map(|mail| mail.row.recipient).collect::<Vec<_>>()
    };
    let told = async |action: &str| {
        let events = plane.events().await.into_iter();
        events.filter(|event| event.action == action).count()
    };
    // Nobody listens at the front door, so none of these is whole.
    for _ in 0..2 {
        probe(&plane).await;
        assert_eq!(mails().await, ["owner@operators.test"]);
        assert_eq!(told("isolation.broken").await, 1);
    }
    let whole = "UPDATE platform.isolation_runs SET passed = total";
    plane.sabotage(whole).await;
    probe(&plane).await;
    assert_eq!(mails().await.len(), 2);
    assert_eq!(told("isolation.broken").await, 2);
    let newest = owner.isolation_runs(PageRequest::default()).await.unwrap();
    assert_eq!(newest.items.len(), 3);
}
