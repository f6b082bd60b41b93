//! A server that falls silent without a word: nobody waits for it long, and nothing is lost to it for good.

use std::time::{Duration, Instant};

use contract::tenants::Strategy;
use store::{Error, tenant::customers};
use testkit::Plane;
use tokio::task::JoinSet;

use super::{hang_ups::through, wire::Wire};

const PATIENCE: Duration = Duration::from_millis(400);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_long_and_every_place_is_free_again() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Database] {
        let tenant = plane.tenant(&format!("apex-{strategy}")).strategy(strategy);
        let tenant = tenant.build().await;
        let wire = Wire::to(&plane.settings().host, plane.settings().port).await;
        let database = through(&wire, &plane, PATIENCE).await;
        let scope = database.job_scope(tenant.id(), "test").await;
        let scope = scope.unwrap().unwrap();
        let mut reader = database.read(&scope).await.unwrap();
        customers::count(&mut reader).await.unwrap();

        wire.cut(true);
        // Its transaction cannot be ended any more.
        drop(reader);
        let mut requests = JoinSet::new();
        for _ in 0..20 {
            let (database, scope) = (database.clone(), scope.clone());
            requests.spawn(async move {
                let started = Instant::now();
                let refused = database.read(&scope).await.err();
                (refused, started.elapsed())
            });
        }
        for (refused, waited) in requests.join_all().await {
            assert!(
                matches!(refused, Some(Error::Unavailable(_))),
                "{refused:?}"
            );
            assert!(waited < PATIENCE * 4, "{strategy}: waited {waited:?}");
        }

        wire.cut(false);
        let served = async {
            while database.read(&scope).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), served)
            .await
            .expect("every place is free again");
    }
}
