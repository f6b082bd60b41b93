use contract::tenants::Strategy;
use testkit::Plane;

use super::{DENIED, answer, code, own_schema};

/// I-25: a tenant with a database has a login to it, and to no other; nobody else has one to it.
#[tokio::test]
async fn a_tenants_login_opens_its_own_database_alone() {
    let plane = Plane::new().await;
    let apex = plane.tenant("apex").strategy(Strategy::Database);
    let apex = own_schema(&plane, &apex.build().await).await;
    let bolt = plane.tenant("bolt").strategy(Strategy::Database);
    let bolt = own_schema(&plane, &bolt.build().await).await;
    for (role, database) in [
        (apex.as_str(), bolt.as_str()),
        (&apex, plane.name()),
        (&apex, &plane.settings().template),
        ("tenantry_platform", &apex),
        ("tenantry_shared", &apex),
        ("tenantry_schemas", &apex),
    ] {
        let refused = plane.as_role_in(role, database).await.map(|_| ());
        let refused = refused.map_err(|error| code(&error));
        assert_eq!(refused, Err(DENIED.to_owned()), "{role} at {database}");
    }

    let mut connection = plane.as_role_in(&apex, &apex).await.unwrap();
    for statement in [
        format!("SET ROLE {bolt}"),
        "CREATE SCHEMA mine".into(),
        "CREATE TEMPORARY TABLE mine ()".into(),
        format!("ALTER TABLE {apex}.customers DISABLE ROW LEVEL SECURITY"),
    ] {
        let found = answer(&mut connection, &statement).await;
        assert_eq!(found, DENIED, "{statement}");
    }
    let own = format!("SELECT * FROM {apex}.customers");
    assert_eq!(answer(&mut connection, &own).await, "");
}
