//! IAM-4: what a slice brings reaches the built-in roles of tenants that were there before it.

use contract::{acts::Act, tenants::Strategy};
use store::Actor;
use testkit::{Plane, TenantPlane};

async fn acts(plane: &Plane, tenant: &TenantPlane) -> Vec<Act> {
    let scope = tenant.owner().await.scope().clone();
    let reader = plane.database().read(&scope).await.unwrap();
    match reader.actor() {
        Actor::User { acts, .. } => acts.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_tenant_of_a_plane_gets_it_and_the_policy_stays_forced() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema] {
        let slugs = [format!("acme-{strategy}"), format!("zen-{strategy}")];
        for slug in slugs {
            let tenant = plane.tenant(&slug).strategy(strategy).build().await;
            let schema: String =
                sqlx::query_scalar("SELECT schema FROM platform.placements WHERE tenant_id = $1")
                    .bind(tenant.id().uuid())
                    .fetch_one(&mut plane.superuser().await)
                    .await
                    .unwrap();
            let before = acts(&plane, &tenant).await;
            plane
                .sabotage(&format!(
                    "UPDATE {schema}.roles SET permissions = array_remove(permissions, 'customers.read')"
                ))
                .await;
            assert!(!acts(&plane, &tenant).await.contains(&Act::CustomerRead));
            let mut owner = plane.as_role("tenantry_owner").await;
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
                "SET search_path = {schema}; SELECT tenantry.permit('{{owner}}', '{{customers.read}}')"
            )))
            .execute(&mut owner)
            .await
            .unwrap();
            assert_eq!(acts(&plane, &tenant).await.len(), before.len());
            let is_forced: bool = sqlx::query_scalar(
                "SELECT relforcerowsecurity FROM pg_class WHERE oid = ($1 || '.roles')::regclass",
            )
            .bind(&schema)
            .fetch_one(&mut owner)
            .await
            .unwrap();
            assert!(is_forced);
        }
    }
}
