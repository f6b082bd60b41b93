//! The template that planes are copied from, and what is left of planes.
//!
//! Every test of nextest is a process of its own, so what is shared between them is in the server: the template is
//! made under an advisory lock by whoever comes first, and says in its comment that it is complete.

use sqlx::{Connection, PgConnection};
use store::{Seeds, Settings};

use crate::{
    plane::{keepers, keys, master_key, secrets},
    server::{Server, run},
};

/// Changes with everything that a fresh control plane follows from; see `build.rs`.
pub(crate) const TEMPLATE: &str = concat!("tenantry_test_", env!("TESTKIT_FINGERPRINT"));
const COMPLETE: &str = "complete";
/// Logins that a plane's database lets in.
const LOGINS: &str = "tenantry_platform, tenantry_shared, tenantry_schemas, tenantry_opener";

/// Copies the template.
pub(crate) async fn copy(server: &Server, name: &str) -> Settings {
    let mut admin = server.connect().await;
    sweep(server, &mut admin).await;
    if !is_complete(&mut admin).await {
        make(server, &mut admin).await;
    }
    // What may connect to a database is not copied with it.
    for statement in [
        format!("CREATE DATABASE {name} OWNER tenantry_owner TEMPLATE {TEMPLATE} STRATEGY WAL_LOG"),
        format!("REVOKE ALL ON DATABASE {name} FROM PUBLIC"),
        format!("GRANT CONNECT ON DATABASE {name} TO {LOGINS}"),
    ] {
        run(&mut admin, statement).await.expect("a copy");
    }
    settings(server, name)
}

/// How the plane of this name is reached.
pub(crate) fn settings(server: &Server, name: &str) -> Settings {
    let mut settings = Settings::new(server.options.get_host(), server.options.get_port(), name);
    // `database` tenants of every plane are copied from the same one.
    settings.template = format!("{TEMPLATE}_tenant_template");
    // There is one node, and it hears at once.
    settings.key_notice = std::time::Duration::from_millis(300);
    settings
}

async fn is_complete(admin: &mut PgConnection) -> bool {
    let comment: Option<String> = sqlx::query_scalar(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1",
    )
    .bind(TEMPLATE)
    .fetch_optional(admin)
    .await
    .expect("the catalogue")
    .flatten();
    comment.as_deref() == Some(COMPLETE)
}

async fn make(server: &Server, admin: &mut PgConnection) {
    run(
        admin,
        "SELECT pg_advisory_lock(hashtext('tenantry testkit'))".into(),
    )
    .await
    .expect("a lock");
    if !is_complete(admin).await {
        drop_plane(server, TEMPLATE).await;
        let seeds = Seeds {
            before: Vec::new(),
            new: secrets(),
        };
        let keepers = keepers(&[&master_key()]);
        let settings = store::bootstrap(&server.url, TEMPLATE, keepers, seeds)
            .await
            .expect("a fresh control plane");
        let database = store::Database::connect(settings, keys())
            .await
            .expect("a login");
        jobs::install(&database).await.expect("the job queue");
        database.seal().await.expect("a sealed control plane");
        database.close().await;
        let comment = format!("COMMENT ON DATABASE {TEMPLATE} IS '{COMPLETE}'");
        run(admin, comment).await.expect("a comment");
    }
    run(admin, "SELECT pg_advisory_unlock_all()".into())
        .await
        .expect("an unlock");
}

/// Drops what runs that died have left, and templates of sources that are no more.
async fn sweep(server: &Server, admin: &mut PgConnection) {
    // A database's folder is as old as the database.
    let left: Vec<String> = sqlx::query_scalar(
        r"SELECT datname::text FROM pg_database
          WHERE datname LIKE 'tenantry\_test\_%' AND NOT starts_with(datname, $1 || '_tenant') AND datname <> $1
            AND (pg_stat_file(format('base/%s/PG_VERSION', oid), true)).modification < now() - interval '2 hours'",
    )
    .bind(TEMPLATE)
    .fetch_all(admin)
    .await
    .expect("the catalogue");
    for name in left {
        drop_plane(server, &name).await;
    }
}

/// Drops a plane, with the databases and roles of its tenants. The best that can be done: somebody else may be at it.
pub(crate) async fn drop_plane(server: &Server, name: &str) {
    let tenants = match server.connect_to(name).await {
        Ok(mut inside) => {
            let tenants = tenants_of(&mut inside).await;
            // Nothing to lose: the database is dropped with the connection or without it.
            let _ = inside.close().await;
            tenants.unwrap_or_default()
        }
        Err(_) => Vec::new(),
    };
    let mut admin = server.connect().await;
    for (database, _) in &tenants {
        if database != name {
            let _ = run(&mut admin, drop_database(database)).await;
        }
    }
    // A role goes after the database that grants it something; until then it must neither look like somebody's orphan nor
    // be one that a login becomes.
    for (_, role) in &tenants {
        let hide =
            format!("REVOKE {role} FROM tenantry_schemas; ALTER ROLE {role} RENAME TO gone_{role}");
        let _ = run(&mut admin, hide).await;
    }
    let _ = run(&mut admin, drop_database(name)).await;
    for (_, role) in &tenants {
        let _ = run(&mut admin, format!("DROP ROLE IF EXISTS gone_{role}")).await;
    }
}

async fn tenants_of(plane: &mut PgConnection) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(r"SELECT database, role FROM platform.placements WHERE role LIKE 'tenant\_%'")
        .fetch_all(plane)
        .await
}

fn drop_database(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}
