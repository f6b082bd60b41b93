//! The same as in `kills`, with a process that the kernel kills.

use std::process::{Child, Command};

use contract::{
    ids::TenantId,
    tenants::{Strategy, Tenants},
};
use domain::provisioning::{self, Outcome};
use sqlx::{Connection, PgConnection};
use testkit::{Plane, TenantPlane, node_of};

use super::assert_whole;

/// The plane and the tenant of the process that is to be killed.
const WORK: &str = "TENANTRY_TEST_WORK";

/// After each step its work is there, and nothing says so yet: the worst moment to die.
#[tokio::test]
async fn a_process_killed_after_any_step_leaves_what_another_makes_whole() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let mut step = 0;
        loop {
            let order = plane.tenant(&format!("acme-{strategy}-{step}"));
            let order = order.strategy(strategy).demo_data().owner_invited();
            let acme = order.order().await;
            let shown = plane.operator().await.tenant_get(acme.id()).await.unwrap();
            let Some(next) = shown.provisioning.steps.get(step) else {
                break;
            };
            kill_before(&plane, &acme, &next.key).await;
            plane.database().forget_tenant(acme.id()).await;
            assert_eq!(plane.provision(acme.id()).await, Outcome::Live);
            assert_whole(&plane, &acme).await;
            step += 1;
        }
        assert!(step > 8, "{strategy} has {step} steps");
    }
    assert_eq!(plane.orphans().await, [""; 0]);
}

/// Lets a process provision the tenant until it wants to note that this step begins, and kills it there.
async fn kill_before(plane: &Plane, tenant: &TenantPlane, step: &str) {
    let mut holder = plane.superuser().await;
    let mut holding = holder.begin().await.unwrap();
    sqlx::query(
        "SELECT FROM platform.provisioning_steps WHERE tenant_id = $1 AND step = $2 FOR UPDATE",
    )
    .bind(tenant.id().uuid())
    .bind(step)
    .execute(&mut *holding)
    .await
    .unwrap();
    let mut process = start(plane, tenant.id());
    while !somebody_waits_for(&mut holding).await {
        let ended = process.try_wait().unwrap();
        assert_eq!(
            ended,
            None,
            "the process ended before {step} of {}",
            tenant.slug()
        );
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    process.kill().unwrap();
    process.wait().unwrap();
    holding.rollback().await.unwrap();
}

async fn somebody_waits_for(holding: &mut PgConnection) -> bool {
    sqlx::query_scalar(
        "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
    )
    .fetch_one(holding)
    .await
    .unwrap()
}

fn start(plane: &Plane, tenant: TenantId) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "provisioning::processes::provision"])
        .env(WORK, format!("{} {tenant}", plane.name()))
        .spawn()
        .unwrap()
}

#[tokio::test]
#[ignore = "no test: it is what the process does that the test above kills"]
#[expect(clippy::disallowed_methods, reason = "the only way to tell a process")]
async fn provision() {
    let work = std::env::var(WORK).unwrap();
    let (plane, tenant) = work.split_once(' ').unwrap();
    let platform = node_of(plane).await;
    provisioning::run(&platform, tenant.parse().unwrap())
        .await
        .unwrap();
}
