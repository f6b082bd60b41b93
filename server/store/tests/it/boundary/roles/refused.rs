//! A connection whose session does not know that it may become a role is of no use to that role's tenant.

use std::{collections::HashSet, time::Duration};

use contract::tenants::Strategy;
use store::Error;
use testkit::Plane;

use super::own_schema;

/// Sessions of the login for schemas, by the process that serves each.
async fn sessions(plane: &Plane) -> HashSet<i32> {
    let pids: Vec<i32> = sqlx::query_scalar(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'tenantry_schemas' AND datname = current_database()",
    )
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap();
    pids.into_iter().collect()
}

#[tokio::test]
async fn a_connection_that_refuses_a_role_is_closed() {
    let plane = Plane::with(|settings| settings.pool_size = 3).await;
    let zen = plane.tenant("zen").strategy(Strategy::Schema).build().await;
    let role = own_schema(&plane, &zen).await;
    let before = sessions(&plane).await;
    assert!(!before.is_empty());

    plane
        .sabotage(&format!("REVOKE {role} FROM tenantry_schemas"))
        .await;
    let refused = plane.database().read(&zen.scope().await).await;
    assert!(matches!(refused.err(), Some(Error::Unusable(_))));
    let closed = async {
        while !before.is_disjoint(&sessions(&plane).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), closed)
        .await
        .expect("every connection that refused is closed");

    plane
        .sabotage(&format!("GRANT {role} TO tenantry_schemas"))
        .await;
    zen.read().await;
}
