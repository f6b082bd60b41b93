//! KEY-1: secrets of the installation are rows that a master key wraps; nobody starts without the one that did.

use contract::tenants::Strategy;
use domain::MasterKey;
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use store::{Database, Error, Secrets, Seeds};
use testkit::{Plane, keepers, keys, master_key, secrets};
use vault::{DataKey, Keeper};

/// What the set-up of a server says; nothing, if it is done.
async fn set_up(plane: &Plane, master: &MasterKey, seeds: Seeds) -> Option<String> {
    let done = store::bootstrap(plane.admin_url(), plane.name(), keepers(&[master]), seeds).await;
    let template = format!(
        "DROP DATABASE IF EXISTS {}_tenant_template WITH (FORCE)",
        plane.name()
    );
    plane.sabotage(&template).await;
    done.err().map(|error| error.to_string())
}

fn mend<T>(refused: Result<T, Error>) -> String {
    match refused.map(drop) {
        Err(Error::Setup(mend)) => mend,
        other => panic!("{other:?}"),
    }
}

async fn count(plane: &Plane, rows: &'static str) -> i64 {
    let count = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {rows}")));
    count.fetch_one(&mut plane.superuser().await).await.unwrap()
}

#[tokio::test]
async fn two_nodes_that_start_first_at_once_have_the_same_secrets() {
    let plane = Plane::new().await;
    // As a death before the secrets were made leaves it.
    plane
        .sabotage("DELETE FROM platform.secrets; DELETE FROM platform.installation")
        .await;
    let master = master_key();
    // Logins are shared by all planes of a server, so their passwords stay.
    let new = || Seeds {
        before: Vec::new(),
        new: Secrets {
            check: DataKey::generate(),
            tokens: DataKey::generate(),
            ..secrets()
        },
    };
    let url = plane.admin_url();
    let start = || store::bootstrap(url, plane.name(), keepers(&[&master]), new());
    let (one, other) = tokio::join!(start(), start());
    one.unwrap();
    other.unwrap();
    assert_eq!(
        set_up(&plane, &master, new()).await,
        None,
        "once more changes nothing"
    );
    let opened = Secrets::open(url, plane.name(), &keepers(&[&master]))
        .await
        .unwrap();
    assert_ne!(opened.tokens.expose(), secrets().tokens.expose());
    let check: Vec<u8> = sqlx::query_scalar("SELECT key_check FROM platform.installation")
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap();
    assert_eq!(check, opened.check.expose(), "all are of one node");
    assert_eq!(count(&plane, "platform.secrets").await, 9);
    let node = Database::connect(plane.settings().clone(), opened.keys(keepers(&[&master])));
    assert!(node.await.is_ok());
}

#[tokio::test]
async fn a_name_that_a_newer_version_brings_gets_its_secret() {
    let plane = Plane::new().await;
    let without = "DELETE FROM platform.secrets WHERE name = 'canaries'";
    plane.sabotage(without).await;
    let master = master_key();
    let given = keepers(&[&master]);
    let open = || Secrets::open(plane.admin_url(), plane.name(), &given);
    assert!(open().await.is_err(), "nobody starts before it is made");
    let seeds = Seeds {
        before: Vec::new(),
        new: Secrets::generate(),
    };
    assert_eq!(set_up(&plane, &master, seeds).await, None);
    let opened = open().await.unwrap();
    assert_eq!(opened.tokens.expose(), secrets().tokens.expose());
    assert_ne!(opened.canaries.expose(), secrets().canaries.expose());
    assert_eq!(count(&plane, "platform.secrets").await, 9);
}

#[tokio::test]
async fn an_installation_from_before_keeps_the_secrets_that_it_had() {
    let plane = Plane::new().await;
    let acme = plane.live_tenant("acme", Strategy::Shared).await;
    plane
        .sabotage(
            "DELETE FROM platform.secrets; UPDATE platform.installation SET master_key = NULL;
             UPDATE platform.tenant_keys SET master_key = NULL",
        )
        .await;
    let (right, wrong) = (master_key(), MasterKey::generate());
    let of = |master: &MasterKey| (master.keeper().id().to_owned(), master.secrets());
    let seeds = |before| Seeds {
        before,
        new: Secrets::generate(),
    };
    let refused = set_up(&plane, &wrong, seeds(vec![of(&wrong)]))
        .await
        .unwrap();
    assert!(refused.contains("TENANTRY_MASTER_KEY"), "{refused}");
    assert_eq!(count(&plane, "platform.secrets").await, 0);

    assert_eq!(
        set_up(&plane, &right, seeds(vec![of(&wrong), of(&right)])).await,
        None
    );
    let node = plane.node_with(keepers(&[&right])).await.unwrap();
    let tenant = node.database().tenant_by_id(acme).await.unwrap();
    let scope = node.database().log_scope(tenant.unwrap().id).await.unwrap();
    let reader = node.database().read(&scope.unwrap()).await.unwrap();
    assert_eq!(reader.key_version().unwrap(), 1);
    assert_eq!(
        count(&plane, "platform.tenant_keys WHERE master_key IS NULL").await,
        0
    );
    let opened = Secrets::open(plane.admin_url(), plane.name(), &keepers(&[&right])).await;
    assert_eq!(opened.unwrap().tokens.expose(), secrets().tokens.expose());
}

#[tokio::test]
async fn a_master_key_that_is_missing_is_named_before_anything_is_served() {
    let plane = Plane::new().await;
    plane.live_tenant("acme", Strategy::Shared).await;
    let stranger = MasterKey::generate();
    let refused = mend(plane.node_with(keepers(&[&stranger])).await);
    assert!(refused.contains(master_key().keeper().id()), "{refused}");
    assert!(!refused.contains(&master_key().to_base64()), "{refused}");

    // One row is enough.
    plane
        .sabotage(
            "UPDATE platform.tenant_keys SET master_key = 'local:feed'
             WHERE ctid = (SELECT min(ctid) FROM platform.tenant_keys)",
        )
        .await;
    let refused = mend(Database::connect(plane.settings().clone(), keys()).await);
    assert!(refused.contains("local:feed"), "{refused}");
    assert!(refused.contains("TENANTRY_MASTER_KEY_OLD"), "{refused}");
}

#[tokio::test]
async fn a_secret_that_somebody_changed_does_not_open() {
    let plane = Plane::new().await;
    let swap = "UPDATE platform.secrets a SET wrapped = b.wrapped FROM platform.secrets b
                WHERE a.name = 'tokens' AND b.name = 'heads'";
    plane.sabotage(swap).await;
    let refused = mend(plane.node_with(keepers(&[&master_key()])).await);
    assert!(refused.contains("TENANTRY_MASTER_KEY"), "{refused}");
}

#[tokio::test]
async fn a_node_needs_no_more_than_to_read_what_is_wrapped() {
    let plane = Plane::new().await;
    let (member, stranger) = (
        format!("node_{}", std::process::id()),
        format!("stranger_{}", std::process::id()),
    );
    plane
        .sabotage(&format!(
            "CREATE ROLE {member} LOGIN PASSWORD 'node' IN ROLE tenantry_opener;
             CREATE ROLE {stranger} LOGIN PASSWORD 'node'"
        ))
        .await;
    let settings = plane.settings();
    let url = |user: &str| {
        format!(
            "postgres://{user}:node@{}:{}/",
            settings.host, settings.port
        )
    };
    let keepers = keepers(&[&master_key()]);
    let opened = Secrets::open(&url(&member), plane.name(), &keepers).await;
    let refused = Secrets::open(&url(&stranger), plane.name(), &keepers).await;
    let options: PgConnectOptions = url(&member).parse().unwrap();
    let mut login = options.database(plane.name()).connect().await.unwrap();
    let mut denied = Vec::new();
    for statement in [
        "SELECT FROM platform.tenants",
        "SELECT FROM platform.tenant_keys",
        "UPDATE platform.secrets SET wrapped = ''",
        "SET ROLE tenantry_owner",
    ] {
        denied.push(sqlx::raw_sql(statement).execute(&mut login).await.is_err());
    }
    drop(login);
    plane
        .sabotage(&format!("DROP ROLE {member}; DROP ROLE {stranger}"))
        .await;
    assert_eq!(opened.unwrap().roles.expose(), secrets().roles.expose());
    assert!(mend(refused).contains("tenantry_opener"));
    assert_eq!(denied, [true; 4]);
}
