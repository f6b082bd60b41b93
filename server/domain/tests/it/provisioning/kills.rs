//! A process can die at any moment. Everything that provisioning knows is in PostgreSQL, so another process finds a
//! half-made tenant and makes it whole, without anything twice and without a rest.
//!
//! Dying is told by giving up at the n-th wait. A stride leaves waits out, and each strategy leaves out others.

use contract::tenants::Strategy;
use domain::provisioning::{self, Outcome};
use testkit::{Plane, give_up_at};

use super::assert_whole;

/// Dies at the first wait, at the one after `stride` more, and so on until a run is through before it dies.
async fn sweep(strategy: Strategy, stride: usize) {
    let plane = Plane::new().await;
    let survivor = plane.another_node().await;
    let (mut wait, mut deaths) = (1, 0);
    loop {
        let order = plane.tenant(&format!("acme-{wait}")).strategy(strategy);
        let acme = order.owner_invited().order().await;
        let died = give_up_at(wait, provisioning::run(plane.platform(), acme.id())).await;
        if let Some(outcome) = died {
            assert_eq!(outcome.unwrap(), Outcome::Live);
            break;
        }
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
        wait += stride;
        deaths += 1;
    }
    // How many waits there are is the machine's: what was there before it was asked for is none. On a busy one they
    // are half as many.
    assert!(deaths > 6, "through after {deaths} deaths");
    assert_eq!(plane.orphans().await, [""; 0]);
}

#[tokio::test]
async fn a_shared_tenant_survives_a_death_at_any_wait() {
    sweep(Strategy::Shared, 3).await;
}

#[tokio::test]
async fn a_tenant_with_a_schema_survives_a_death_at_any_wait() {
    sweep(Strategy::Schema, 7).await;
}

#[tokio::test]
async fn a_tenant_with_a_database_survives_a_death_at_any_wait() {
    sweep(Strategy::Database, 9).await;
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
