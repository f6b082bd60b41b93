//! ISO-8: the prober against the whole product, by a real socket.

use contract::{
    isolation::{Family, Report, RunState},
    servers::Servers,
    tenants::Strategy,
};
use sqlx::PgConnection;

use super::web::Web;

/// The catalogue tells of roles, which all planes of a server share: others that break them wait, and are waited for.
async fn alone(web: &Web) -> PgConnection {
    let mut lock = web.plane.superuser_in("postgres").await;
    sqlx::query("SELECT pg_advisory_lock(hashtext('roles of all planes'))")
        .execute(&mut lock)
        .await
        .unwrap();
    lock
}

async fn probe(web: &Web) -> Report {
    let platform = web.plane.platform();
    let run = prober::run(platform, web.listen().await, "test").await;
    let run = run.unwrap().expect("nobody else is probing");
    platform.isolation_report(run.id).await.unwrap()
}

#[tokio::test]
async fn a_healthy_installation_is_whole_in_every_strategy() {
    let web = Web::new().await;
    let _alone = alone(&web).await;
    let operator = web.plane.operator().await;
    operator
        .server_add(web.plane.second_server())
        .await
        .unwrap();
    let report = probe(&web).await;
    let failures: Vec<_> = report.failures().collect();
    assert!(failures.is_empty(), "{failures:#?}");
    assert_eq!(report.run.state, RunState::Finished);
    assert!(report.run.is_whole() && report.is_complete());
    assert_eq!(report.run.score(), "100 %");
    for strategy in Strategy::ALL {
        for (family, least) in [
            (Family::Database, 9),
            (Family::Catalogue, 15),
            (Family::FrontDoor, 35),
            (Family::Leaks, 5),
        ] {
            let tally = report.tally(family, Some(*strategy));
            assert!(tally.total >= least, "{family} {strategy}: {tally:?}");
        }
    }
    // No secret of a canary is in what is kept of it.
    for check in &report.checks {
        assert!(!check.probed.seen.contains("eyJ"), "{check:?}");
        assert!(!check.probed.seen.contains("tnk_"), "{check:?}");
    }
    // Nothing is left that would add up run by run.
    let left: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM platform.api_keys) + (SELECT count(*) FROM platform.sessions WHERE realm = 'tenant')")
        .fetch_one(&mut web.plane.superuser().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

/// What a superuser broke is found from outside as well, with what was seen.
#[tokio::test]
async fn a_broken_front_door_is_found_with_evidence() {
    let web = Web::new().await;
    let _alone = alone(&web).await;
    web.plane
        .sabotage(
            "CREATE FUNCTION platform.always_active() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN IF NEW.status = 'suspended' THEN NEW.status := 'active'; END IF; RETURN NEW; END $$;
             CREATE TRIGGER always_active BEFORE UPDATE ON platform.tenants
                 FOR EACH ROW EXECUTE FUNCTION platform.always_active()",
        )
        .await;
    let report = probe(&web).await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let found = report.failures().any(|check| {
            check.strategy == Some(strategy)
                && check.probed.key == "front_door.suspension.token"
                && check.probed.seen.starts_with("200")
        });
        assert!(found, "{:#?}", report.failures().collect::<Vec<_>>());
    }
    let others = report
        .failures()
        .filter(|check| !check.probed.key.contains("suspension"));
    assert_eq!(
        others.collect::<Vec<_>>(),
        Vec::<&contract::isolation::Check>::new()
    );
}
