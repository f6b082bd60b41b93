//! A process can die at any moment. Everything that provisioning knows is in PostgreSQL, so another process finds a
//! half-made tenant and makes it whole, without anything twice and without a rest.
//!
//! Dying is told by giving up at the n-th wait.

use contract::tenants::Strategy;
use domain::provisioning::{self, Outcome};
use testkit::{Plane, give_up_at, waits_of};

use super::assert_whole;

/// Dies at this many waits, spread over the whole of a run. How many waits a run has is the machine's and the server's: a
/// busy one answers before it is asked, and each sign-in by password (SCRAM) has hundreds.
async fn sweep(strategy: Strategy, deaths: usize) {
    let plane = Plane::new().await;
    let survivor = plane.another_node().await;
    let order = async |slug: &str| {
        let order = plane.tenant(slug).strategy(strategy);
        order.owner_invited().order().await
    };
    let mut waits = usize::MAX;
    // Each opens connections that a later one finds open.
    for number in 0..5 {
        let undisturbed = order(&format!("undisturbed-{number}")).await;
        let run = provisioning::run(plane.platform(), undisturbed.id());
        let (outcome, waited) = waits_of(run).await;
        assert_eq!(outcome.unwrap(), Outcome::Live);
        waits = waits.min(waited);
    }
    for death in 0..deaths {
        let mut wait = 1 + waits * death / deaths;
        let acme = loop {
            let acme = order(&format!("acme-{death}-{wait}")).await;
            match give_up_at(wait, provisioning::run(plane.platform(), acme.id())).await {
                None => break acme,
                Some(outcome) => assert_eq!(outcome.unwrap(), Outcome::Live),
            }
            // This run was through before: it had fewer waits than those that were counted. The next dies earlier.
            assert!(wait > 1, "a run has to wait for something");
            wait = wait.div_ceil(2);
        };
        let mut outcome = Outcome::Busy;
        while outcome == Outcome::Busy {
            outcome = provisioning::run(&survivor, acme.id()).await.unwrap();
        }
        // Dead after the last commit is dead with nothing left to do.
        assert!(
            matches!(outcome, Outcome::Live | Outcome::Idle),
            "{wait}: {outcome:?}"
        );
        plane.database().forget_tenant(acme.id()).await;
        assert_whole(&plane, &acme).await;
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}

#[tokio::test]
async fn a_shared_tenant_survives_a_death_at_any_wait() {
    sweep(Strategy::Shared, 24).await;
}

#[tokio::test]
async fn a_tenant_with_a_schema_survives_a_death_at_any_wait() {
    sweep(Strategy::Schema, 18).await;
}

#[tokio::test]
async fn a_tenant_with_a_database_survives_a_death_at_any_wait() {
    sweep(Strategy::Database, 18).await;
}

/// Dying again and again, each time a little later: every run takes up where the last one was.
#[tokio::test]
async fn a_tenant_survives_one_death_after_another() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let order = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let acme = order.owner_invited().order().await;
        let mut deaths = 0;
        for wait in (1..).step_by(3) {
            let run = provisioning::run(plane.platform(), acme.id());
            match give_up_at(wait, run).await {
                None => deaths += 1,
                Some(outcome) => match outcome.unwrap() {
                    Outcome::Busy => tokio::task::yield_now().await,
                    Outcome::Live | Outcome::Idle => break,
                    Outcome::Failed => panic!("{strategy}: failed after {deaths} deaths"),
                },
            }
        }
        assert!(deaths > 5, "{strategy}: {deaths}");
        plane.database().forget_tenant(acme.id()).await;
        assert_whole(&plane, &acme).await;
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}
