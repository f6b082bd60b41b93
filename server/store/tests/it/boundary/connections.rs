//! Which of the kept connections a tenant gets, and what happens to one that was cut off.

use std::time::Duration;

use contract::tenants::Strategy;
use store::{AuditEntry, TenantWriter, tenant::customers};
use testkit::{Plane, TenantPlane};

use super::{
    hang_ups::{settled, through},
    roles::own_schema,
    wire::Wire,
};

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

/// I-18: a statement that is prepared once for all is planned anew whenever the tenant is another than before.
#[tokio::test]
async fn each_schema_has_prepared_statements_of_its_own() {
    const STATEMENTS: &str =
        "SELECT coalesce(string_agg(statement, ';'), '') FROM pg_prepared_statements
                              WHERE statement LIKE '%FROM customers%'";
    let plane = Plane::new().await;
    let order = |slug: &'static str| plane.tenant(slug).strategy(Strategy::Schema).build();
    let tenants = [order("acme").await, order("zen").await];
    let wire = Wire::to(&plane.settings().host, plane.settings().port).await;
    let node = through(&wire, &plane, Duration::from_secs(10)).await;
    for _ in 0..5 {
        for tenant in &tenants {
            let scope = node.job_scope(tenant.id(), "test").await.unwrap().unwrap();
            let mut reader = node.read(&scope).await.unwrap();
            customers::count(&mut reader).await.unwrap();
        }
    }
    // The last reader is given back in the background, and its answers would be taken for ours.
    settled(&plane).await;
    let sessions = wire.ask_all(STATEMENTS).await;
    let statements: Vec<_> = (sessions.iter())
        .flat_map(|session| session.answer.split_terminator(';'))
        .collect();
    for tenant in &tenants {
        let schema = own_schema(&plane, tenant).await;
        let own = format!("/* \"{schema}\" */ ");
        let has_own = statements.iter().any(|text| text.starts_with(&own));
        assert!(has_own, "{schema} has none among {statements:?}");
    }
    let nobodys = statements.iter().find(|text| !text.starts_with("/* "));
    assert_eq!(nobodys, None);
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
