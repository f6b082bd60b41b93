//! The check that every start makes: silent on what the product makes, loud about each thing that would let a row out.

use contract::tenants::Strategy;
use sqlx::PgConnection;
use store::Finding;
use testkit::Plane;

use super::faults::{FAULTS, Fault, ROLE_FAULTS};

/// The check looks at roles, which all planes of a server share: of the tests here, one runs at a time.
async fn alone(plane: &Plane) -> PgConnection {
    let mut lock = plane.superuser_in("postgres").await;
    sqlx::query("SELECT pg_advisory_lock(hashtext('roles of all planes'))")
        .execute(&mut lock)
        .await
        .unwrap();
    lock
}

async fn check(plane: &Plane) -> Vec<Finding> {
    store::self_check(plane.database(), false).await.unwrap()
}

async fn finds(plane: &Plane, fault: &Fault) {
    plane.sabotage(fault.plant).await;
    let findings = check(plane).await;
    plane.sabotage(fault.mend).await;
    let found = findings
        .iter()
        .any(|finding| finding.rule.contains(fault.rule) && finding.object.contains(fault.object));
    assert!(found, "{}: {findings:#?}", fault.plant);
}

#[tokio::test]
async fn the_check_is_silent_on_what_the_product_makes() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    assert_eq!(check(&plane).await, []);
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        plane
            .live_tenant(&format!("acme-{strategy}"), strategy)
            .await;
    }
    assert_eq!(check(&plane).await, []);
}

/// I-02 to I-08: tables, policies, views, functions, partitions and keys.
#[tokio::test]
async fn each_fault_in_a_plane_is_found() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    for fault in FAULTS {
        finds(&plane, fault).await;
    }
    assert_eq!(check(&plane).await, [], "every fault was mended");
}

/// I-01, I-10: roles that row-level security does not bind.
#[tokio::test]
async fn each_fault_in_a_role_is_found() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    for fault in ROLE_FAULTS {
        finds(&plane, fault).await;
    }
    assert_eq!(check(&plane).await, [], "every fault was mended");
}

/// The planes of schemas and databases are looked at as the shared one is.
#[tokio::test]
async fn a_fault_is_found_wherever_the_plane_lives() {
    let plane = Plane::new().await;
    let _alone = alone(&plane).await;
    for strategy in [Strategy::Schema, Strategy::Database] {
        let tenant = plane
            .live_tenant(&format!("acme-{strategy}"), strategy)
            .await;
        let (database, schema): (String, String) =
            sqlx::query_as("SELECT database, schema FROM platform.placements WHERE tenant_id = $1")
                .bind(tenant.uuid())
                .fetch_one(&mut plane.superuser().await)
                .await
                .unwrap();
        let mut superuser = plane.superuser_in(&database).await;
        let statement = format!("ALTER TABLE {schema}.customers NO FORCE ROW LEVEL SECURITY");
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut superuser)
            .await
            .unwrap();
        let findings = check(&plane).await;
        let object = format!("{database}: {schema}.customers");
        assert!(
            findings.iter().any(|finding| finding.object == object),
            "{findings:?}"
        );
    }
}
