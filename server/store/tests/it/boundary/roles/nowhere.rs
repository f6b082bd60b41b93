use contract::tenants::Strategy;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use testkit::{Plane, given};

use super::{answer, enter, own_schema};

async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_one(connection)
        .await
        .unwrap()
}

/// ISO-2: no context, no rows; also on a connection that has just served a tenant.
#[tokio::test]
async fn without_a_scope_there_are_no_rows() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").strategy(Strategy::Schema);
    let zen = zen.build().await;
    let apex = plane.tenant("apex").strategy(Strategy::Database);
    let apex = apex.build().await;
    for tenant in [&acme, &zen, &apex] {
        given::customers(tenant, 3).await;
    }
    let zens = own_schema(&plane, &zen).await;
    let apexs = own_schema(&plane, &apex).await;
    let set_role = format!("SET ROLE {zens}");
    for (tenant, login, first, database, schema) in [
        (&acme, "tenantry_shared", "", plane.name(), "tenants_shared"),
        (&zen, "tenantry_schemas", &set_role, plane.name(), &zens),
        (&apex, &apexs, "", &apexs, &apexs),
    ] {
        let mut connection = plane.as_role_in(login, database).await.unwrap();
        assert_eq!(answer(&mut connection, first).await, "");
        let table = format!("{schema}.customers");
        for _ in 0..20 {
            assert_eq!(count(&mut connection, &table).await, 0, "{login}");
            let mut transaction = connection.begin().await.unwrap();
            assert_eq!(answer(&mut transaction, &enter(tenant)).await, "");
            assert_eq!(count(&mut transaction, &table).await, 3, "{login}");
            transaction.commit().await.unwrap();
        }
    }
}
