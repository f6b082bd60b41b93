use contract::tenants::Strategy;
use testkit::Plane;

use super::{DENIED, answer, lines, own_schema};

/// What each login is refused.
const REFUSED: &str = "
    tenantry_platform | SELECT * FROM tenants_shared.customers
    tenantry_platform | SELECT * FROM {zen}.customers
    tenantry_platform | SET ROLE {zen}
    tenantry_platform | DELETE FROM platform.events
    tenantry_platform | UPDATE platform.event_heads SET size = 0
    tenantry_platform | UPDATE platform.plan_revisions SET monthly_minor = 0
    tenantry_platform | UPDATE platform.installation SET key_check = ''
    tenantry_platform | DELETE FROM platform.secrets
    tenantry_platform | UPDATE platform.secrets SET name = 'mine'
    tenantry_shared   | SELECT * FROM platform.tenants
    tenantry_shared   | SELECT * FROM platform.secrets
    tenantry_shared   | SELECT * FROM graphile_worker.jobs
    tenantry_shared   | SELECT * FROM {zen}.customers
    tenantry_shared   | SET ROLE {zen}
    tenantry_schemas  | SELECT * FROM platform.tenants
    tenantry_schemas  | SELECT * FROM tenants_shared.customers
    tenantry_schemas  | SELECT * FROM {zen}.customers
    tenantry_schemas  | SET ROLE {zen}; SELECT * FROM {yoga}.customers
    tenantry_schemas  | SET ROLE {zen}; SELECT * FROM tenants_shared.customers
    tenantry_schemas  | SET ROLE {zen}; SELECT * FROM platform.tenants
    tenantry_schemas  | SET ROLE {zen}; CREATE TABLE {zen}.mine ()
    tenantry_schemas  | SET ROLE {zen}; ALTER TABLE {zen}.customers NO FORCE ROW LEVEL SECURITY
    tenantry_schemas  | SET ROLE {zen}; DROP POLICY tenant_isolation ON {zen}.customers
";

/// What every login is refused.
const REFUSED_TO_ALL: [&str; 10] = [
    "SET ROLE tenantry_owner",
    "SET SESSION AUTHORIZATION tenantry_owner",
    "CREATE SCHEMA mine",
    "CREATE TABLE public.mine ()",
    "CREATE TEMPORARY TABLE mine ()",
    "CREATE FUNCTION tenantry.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE tenant_mine",
    "CREATE DATABASE tenant_mine",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
];

/// The twins that must succeed.
const OBEYED: &str = "
    tenantry_platform | SELECT * FROM platform.tenants
    tenantry_shared   | SELECT * FROM tenants_shared.customers
    tenantry_schemas  | SET ROLE {zen}; SELECT * FROM {zen}.customers
    tenantry_schemas  | SET ROLE {yoga}; SELECT * FROM {yoga}.customers
";

/// Each login has its own place and nothing else; none can make or become anything.
#[tokio::test]
async fn no_login_leaves_its_place() {
    let plane = Plane::new().await;
    let zen = plane.tenant("zen").strategy(Strategy::Schema);
    let zen = own_schema(&plane, &zen.build().await).await;
    let yoga = plane.tenant("yoga").strategy(Strategy::Schema);
    let yoga = own_schema(&plane, &yoga.build().await).await;
    let names = [("zen", zen.as_str()), ("yoga", yoga.as_str())];

    for (login, statement) in lines(REFUSED, &names) {
        let found = answer(&mut plane.as_role(&login).await, &statement).await;
        assert_eq!(found, DENIED, "{login}: {statement}");
    }
    for login in ["tenantry_platform", "tenantry_shared", "tenantry_schemas"] {
        let mut connection = plane.as_role(login).await;
        for statement in REFUSED_TO_ALL {
            let found = answer(&mut connection, statement).await;
            assert_eq!(found, DENIED, "{login}: {statement}");
        }
    }
    for (login, statement) in lines(OBEYED, &names) {
        let found = answer(&mut plane.as_role(&login).await, &statement).await;
        assert_eq!(found, "", "{login}: {statement}");
    }
}
