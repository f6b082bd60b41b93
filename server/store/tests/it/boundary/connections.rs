//! Which of the kept connections a tenant gets, and what happens to one that was cut off.

use contract::tenants::Strategy;
use store::{AuditEntry, TenantWriter};
use testkit::{Plane, TenantPlane};

/// Does something that gives its connection back before it returns, as the end of a reader does not.
async fn visit(plane: &Plane, tenant: &TenantPlane) {
    leave(tenant, write(plane, tenant).await).await;
}

async fn write(plane: &Plane, tenant: &TenantPlane) -> TenantWriter {
    let scope = plane.database().job_scope(tenant.id(), "test").await;
    let scope = scope.unwrap().unwrap();
    plane.database().write(&scope).await.unwrap()
}

async fn leave(tenant: &TenantPlane, writer: TenantWriter) {
    let entry = AuditEntry::new("test.visit", "tenant", tenant.id());
    writer.commit(entry).await.unwrap();
}

/// The process whose session of the login for schemas was used last.
async fn last_used(plane: &Plane) -> i32 {
    let query = "SELECT pid FROM pg_stat_activity
                 WHERE usename = 'tenantry_schemas' AND datname = current_database()
                 ORDER BY state_change DESC LIMIT 1";
    let mut superuser = plane.superuser().await;
    sqlx::query_scalar(query)
        .fetch_one(&mut superuser)
        .await
        .unwrap()
}

/// What PostgreSQL remembers of a schema is in the session that saw it.
#[tokio::test]
async fn a_tenant_gets_the_session_that_served_it_last() {
    let plane = Plane::new().await;
    let order = |slug: &'static str| plane.tenant(slug).strategy(Strategy::Schema).build();
    let (acme, zen) = (order("acme").await, order("zen").await);
    let of_acme = write(&plane, &acme).await;
    let acmes = last_used(&plane).await;
    let of_zen = write(&plane, &zen).await;
    let zens = last_used(&plane).await;
    assert_ne!(acmes, zens, "two at a time need two sessions");
    leave(&acme, of_acme).await;
    leave(&zen, of_zen).await;
    for _ in 0..5 {
        visit(&plane, &acme).await;
        assert_eq!(last_used(&plane).await, acmes);
        visit(&plane, &zen).await;
        assert_eq!(last_used(&plane).await, zens);
    }
}

/// Nobody notices that the server was restarted between two requests.
#[tokio::test]
async fn a_session_that_was_cut_off_is_replaced() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let tenant = plane.tenant(&format!("apex-{strategy}")).strategy(strategy);
        let tenant = tenant.build().await;
        for _ in 0..3 {
            visit(&plane, &tenant).await;
            plane
                .sabotage(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE application_name = 'tenantry' AND usename <> 'tenantry_platform'
                     AND datname IN (SELECT current_database() UNION SELECT database FROM platform.placements)",
                )
                .await;
            visit(&plane, &tenant).await;
        }
    }
}
