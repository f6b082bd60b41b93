//! ISO-1: a server of one's own.

use contract::{
    FaultCode,
    acts::OperatorRole,
    ids::TenantId,
    servers::{ServerDraft, ServerHealth, Servers},
    tenants::{Strategy, Tenants},
};
use domain::Platform;
use sqlx::{AssertSqlSafe, PgConnection};
use store::Caller;
use testkit::Plane;

/// A plane with a template of its own, so that registering a server has one to make and is in nobody's way.
async fn plane() -> Plane {
    Plane::with(|settings| settings.template = format!("{}_own_template", settings.database)).await
}

async fn drop_template(plane: &Plane) {
    let template = &plane.settings().template;
    plane.sabotage(&format!("DROP DATABASE {template}")).await;
}

/// From an address to a tenant that lives there: roles, template and all.
#[tokio::test]
async fn a_registered_server_takes_one_tenant_for_itself() {
    let plane = plane().await;
    let desk = plane.operator().await;
    let order = plane.tenant("acme").strategy(Strategy::Dedicated);
    let refused = desk.tenant_create(order.draft()).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Invalid);
    assert!(
        refused.fields["strategy"].contains("Register one"),
        "{refused:?}"
    );

    let server = desk.server_add(plane.second_server()).await.unwrap();
    assert!(server.accepts_dedicated && !server.is_primary);
    assert!(matches!(server.health, ServerHealth::Up { .. }));
    let acme = order.template("salon").demo_data().build().await;
    let home = desk.tenant_get(acme.id()).await.unwrap().placement.unwrap();
    assert_eq!(
        (home.server.as_str(), home.region.as_str()),
        ("frankfurt", "eu")
    );
    super::provisioning::assert_whole(&plane, &acme).await;
    let findings = store::self_check(plane.database(), true).await.unwrap();
    assert_eq!(findings, []);

    let other = plane.tenant("zen").strategy(Strategy::Dedicated).draft();
    let refused = desk.tenant_create(other).await.unwrap_err();
    assert!(refused.fields.contains_key("strategy"), "{refused:?}");
    let servers = desk.server_list().await.unwrap();
    let tenants: Vec<_> = servers.iter().map(|server| server.tenants).collect();
    assert_eq!(tenants, [0, 1]);
    let events = plane.events().await;
    let added = events.iter().find(|event| event.action == "server.add");
    assert_eq!(added.unwrap().actor_name, "Operator (owner)");
    drop_template(&plane).await;
}

/// Of two who order at the same moment, one gets the only free server.
#[tokio::test]
async fn a_free_server_is_given_away_once() {
    let plane = Plane::new().await;
    super::provisioning::register_dedicated_server(&plane).await;
    let desk = plane.operator().await;
    let order = async |slug: &str| {
        let draft = plane.tenant(slug).strategy(Strategy::Dedicated).draft();
        desk.tenant_create(draft).await.is_ok()
    };
    let orders = tokio::join!(
        order("a-one"),
        order("b-two"),
        order("c-three"),
        order("d-four")
    );
    let taken: [bool; 4] = orders.into();
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
}

/// A server that does not answer while a node starts keeps nobody else from being served. Once it answers it is served
/// again, but not as an older version left it.
#[tokio::test]
async fn a_silent_server_is_barred_until_it_is_up_to_date() {
    let plane = plane().await;
    let desk = plane.operator().await;
    let draft = plane.second_server();
    let host = draft.url.rsplit_once('@').unwrap().1.to_owned();
    let (host, port) = host.rsplit_once(':').unwrap();
    desk.server_add(draft).await.unwrap();
    let lonely = plane.tenant("acme").strategy(Strategy::Dedicated);
    let lonely = lonely.build().await;
    let other = plane.tenant("zen").build().await;
    let move_to = async |port: &str| {
        let moved = format!("UPDATE platform.servers SET port = {port} WHERE NOT is_primary");
        plane.sabotage(&moved).await;
    };
    let reads = async |node: &Platform, id: TenantId| {
        let database = node.database();
        database.forget_tenant(id).await;
        let tenant = database.tenant_by_id(id).await.unwrap().unwrap();
        let door = database.door_scope(tenant, Caller::default());
        database.read(&door).await.map(drop)
    };

    move_to("1").await;
    let node = plane.another_node().await;
    let silent = node.database().servers_migrate().await.unwrap();
    assert_eq!(silent.servers, [format!("{host}:1")]);
    assert_eq!(silent.planes, []);
    assert_eq!(store::self_check(node.database(), true).await.unwrap(), []);
    assert!(matches!(
        reads(&node, lonely.id()).await,
        Err(store::Error::Barred)
    ));
    reads(&node, other.id()).await.unwrap();
    assert!(!node.database().servers_readmit(true).await.unwrap());
    let seen_by = async |node: &Platform| {
        let mut reader = node.database().platform_read().await.unwrap();
        let servers = store::platform::servers::list(node.database(), &mut reader).await;
        servers.unwrap().pop().unwrap().health
    };
    assert_eq!(seen_by(&node).await, ServerHealth::Down);

    move_to(port).await;
    assert_eq!(seen_by(&node).await, ServerHealth::Barred);
    let home = desk
        .tenant_get(lonely.id())
        .await
        .unwrap()
        .placement
        .unwrap();
    let mut inside = plane.superuser_in(&home.database).await;
    let schema = &home.schema;
    let applied = format!("SELECT count(*) FROM {schema}._sqlx_migrations");
    let applied = async |inside: &mut PgConnection| -> i64 {
        let query = sqlx::query_scalar(AssertSqlSafe(applied.clone()));
        query.fetch_one(inside).await.unwrap()
    };
    let newest = applied(&mut inside).await;
    // The one migration that can be repeated.
    let older = format!(
        "DELETE FROM {schema}._sqlx_migrations WHERE version = 4;
         ALTER TABLE {schema}.customers DISABLE ROW LEVEL SECURITY"
    );
    sqlx::raw_sql(AssertSqlSafe(older))
        .execute(&mut inside)
        .await
        .unwrap();
    assert!(matches!(
        reads(&node, lonely.id()).await,
        Err(store::Error::Barred)
    ));
    assert!(!node.database().servers_readmit(true).await.unwrap());
    assert_eq!(applied(&mut inside).await, newest);
    assert!(
        reads(&node, lonely.id()).await.is_err(),
        "isolation is broken there"
    );

    let mended = format!("ALTER TABLE {schema}.customers ENABLE ROW LEVEL SECURITY");
    sqlx::raw_sql(AssertSqlSafe(mended))
        .execute(&mut inside)
        .await
        .unwrap();
    assert!(node.database().servers_readmit(true).await.unwrap());
    reads(&node, lonely.id()).await.unwrap();
    assert!(matches!(seen_by(&node).await, ServerHealth::Up { .. }));
    drop_template(&plane).await;
}

#[tokio::test]
async fn a_server_that_will_not_do_is_refused_by_the_field_that_mends_it() {
    let plane = plane().await;
    let desk = plane.operator().await;
    let good = plane.second_server();
    let (_, address) = good.url.split_once('@').unwrap();
    let (host, _) = address.rsplit_once(':').unwrap();
    let weak = format!("weak_{}", plane.name());
    let role = format!("CREATE ROLE {weak} LOGIN PASSWORD 'weak'");
    plane.sabotage(&role).await;
    let with = |url: String, password: &str| ServerDraft {
        url,
        password: password.into(),
        ..good.clone()
    };
    for (draft, field) in [
        (
            with(format!("postgres://nobody_of_ours@{address}"), "x"),
            "password",
        ),
        (with(format!("postgres://{weak}@{address}"), "weak"), "url"),
        (with(format!("postgres://{weak}@{host}:1"), "weak"), "url"),
        (with("db2".into(), ""), "url"),
        (
            ServerDraft {
                name: String::new(),
                ..good.clone()
            },
            "name",
        ),
    ] {
        let refused = desk.server_add(draft).await.unwrap_err();
        assert_eq!(refused.code, FaultCode::Invalid, "{refused:?}");
        assert!(refused.fields.contains_key(field), "{field}: {refused:?}");
    }
    plane.sabotage(&format!("DROP ROLE {weak}")).await;
    assert_eq!(desk.server_list().await.unwrap().len(), 1);

    let support = plane.operator_with(OperatorRole::Support).await;
    let refused = support.server_add(good.clone()).await.unwrap_err();
    assert_eq!(refused.code, FaultCode::Forbidden);
    let named = |name: &str| ServerDraft {
        name: name.into(),
        ..good.clone()
    };
    for (draft, field) in [
        (named("primary"), "name"),
        (named("berlin"), ""),
        (named("paris"), "url"),
    ] {
        let added = desk.server_add(draft).await;
        if field.is_empty() {
            added.unwrap();
            continue;
        }
        let refused = added.unwrap_err();
        assert_eq!(refused.code, FaultCode::Conflict, "{refused:?}");
        assert!(refused.fields.contains_key(field), "{field}: {refused:?}");
    }
    drop_template(&plane).await;
}
