//! Making and dropping planes: again and again, side by side, and without a trace.

use std::time::{Duration, Instant};

use contract::{Fault, FaultCode, ids::TenantId, tenants::Strategy};
use sqlx::AssertSqlSafe;
use store::{Database, Error, Placement, Seeds, Settings, platform::placements};
use testkit::{Plane, give_up_at, keepers, keys, master_key, secrets};

/// The migration that makes the table `logos`.
const LOGOS: i64 = 15;

async fn record(database: &Database, strategy: Strategy) -> Placement {
    let mut writer = database.platform_write().await.unwrap();
    let (id, _) = placements::record(&mut writer, strategy, None, false)
        .await
        .unwrap();
    writer.commit_bookkeeping().await.unwrap();
    let mut reader = database.platform_read().await.unwrap();
    placements::find(&mut reader, id).await.unwrap().unwrap().0
}

async fn forget(database: &Database, placement: &Placement) {
    let mut writer = database.platform_write().await.unwrap();
    placements::delete(&mut writer, placement.id())
        .await
        .unwrap();
    writer.commit_bookkeeping().await.unwrap();
}

#[tokio::test]
async fn a_plane_is_made_and_dropped_as_often_as_asked() {
    let plane = Plane::new().await;
    let database = plane.database();
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let placement = record(database, strategy).await;
        for _ in 0..2 {
            database.plane_build(&placement).await.unwrap();
        }
        assert_eq!(plane.orphans().await, [""; 0], "it is recorded");
        for _ in 0..2 {
            database.plane_drop(&placement).await.unwrap();
        }
        forget(database, &placement).await;
        assert_eq!(plane.orphans().await, [""; 0], "{strategy}");
    }
}

#[tokio::test]
async fn a_plane_without_a_record_is_found() {
    let plane = Plane::new().await;
    for (strategy, expected) in [(Strategy::Schema, 2), (Strategy::Database, 2)] {
        let placement = record(plane.database(), strategy).await;
        plane.database().plane_build(&placement).await.unwrap();
        forget(plane.database(), &placement).await;
        assert_eq!(plane.orphans().await.len(), expected, "{strategy}");
        plane.database().plane_drop(&placement).await.unwrap();
        assert_eq!(plane.orphans().await, [""; 0], "{strategy}");
    }
}

/// Another node may have served the tenant a moment ago, and hold its connections for the next request.
#[tokio::test]
async fn a_database_in_use_is_dropped() {
    let plane = Plane::new().await;
    let placement = record(plane.database(), Strategy::Database).await;
    plane.database().plane_build(&placement).await.unwrap();
    let role: String = sqlx::query_scalar("SELECT role FROM platform.placements WHERE id = $1")
        .bind(placement.id().uuid())
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap();
    let mut user = plane.as_role_in(&role, &role).await.unwrap();
    plane.database().plane_drop(&placement).await.unwrap();
    assert!(sqlx::query("SELECT 1").execute(&mut user).await.is_err());
    forget(plane.database(), &placement).await;
    assert_eq!(plane.orphans().await, [""; 0]);
}

/// Grants on what two planes have in common would make one of them fail: PostgreSQL does not wait there.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn planes_are_made_side_by_side() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Schema, Strategy::Database] {
        let mut building = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let placement = record(plane.database(), strategy).await;
            let database = plane.database().clone();
            building.spawn(async move { database.plane_build(&placement).await });
        }
        for built in building.join_all().await {
            built.unwrap();
        }
    }
}

/// A process that dies leaves its last statement running. The next one waits for that, and does it all again.
#[tokio::test]
async fn a_plane_whose_maker_died_is_made_all_the_same() {
    let plane = Plane::new().await;
    let database = plane.database();
    // Two strides, so that each leaves out other waits.
    for (strategy, stride) in [(Strategy::Schema, 7), (Strategy::Database, 11)] {
        let mut wait = 1;
        loop {
            let placement = record(database, strategy).await;
            let made = give_up_at(wait, database.plane_build(&placement)).await;
            database
                .plane_build(&placement)
                .await
                .unwrap_or_else(|error| panic!("{strategy}, dead at wait {wait}: {error}"));
            if made.is_some() {
                break;
            }
            wait += stride;
        }
        assert!(wait > 8, "{wait}");
    }
}

/// I-74: a plane that cannot be brought to this version keeps no other from it, and is named.
#[tokio::test]
async fn a_migration_that_fails_in_one_plane_goes_on_in_the_others() {
    let plane = Plane::new().await;
    let mut places = Vec::new();
    for strategy in [Strategy::Schema, Strategy::Database] {
        for which in ["first", "second"] {
            let id = plane
                .live_tenant(&format!("{strategy}-{which}"), strategy)
                .await;
            let query = "SELECT schema, database FROM platform.placements WHERE tenant_id = $1";
            let made: (String, String) = sqlx::query_as(query)
                .bind(id.uuid())
                .fetch_one(&mut plane.superuser().await)
                .await
                .unwrap();
            places.push((which, made));
        }
    }
    // As if a migration were still to come; in the first of each kind, what it makes is in its way.
    for (which, (schema, database)) in &places {
        let forget = format!("DELETE FROM {schema}._sqlx_migrations WHERE version = {LOGOS}");
        let free = format!("DROP TABLE {schema}.logos");
        let mut superuser = plane.superuser_in(database).await;
        for statement in [forget, free]
            .into_iter()
            .take(if *which == "first" { 1 } else { 2 })
        {
            sqlx::raw_sql(AssertSqlSafe(statement))
                .execute(&mut superuser)
                .await
                .unwrap();
        }
    }
    let seeds = Seeds {
        before: Vec::new(),
        new: secrets(),
    };
    let keepers = keepers(&[&master_key()]);
    let done = store::bootstrap(plane.admin_url(), plane.name(), keepers, seeds).await;
    let template = format!(
        "DROP DATABASE IF EXISTS {}_tenant_template WITH (FORCE)",
        plane.name()
    );
    plane.sabotage(&template).await;
    let told: Vec<String> = done
        .unwrap()
        .behind
        .into_iter()
        .map(|behind| behind.schema)
        .collect();
    for (which, (schema, database)) in &places {
        let query =
            format!("SELECT count(*) FROM {schema}._sqlx_migrations WHERE version = {LOGOS}");
        let applied: i64 = sqlx::query_scalar(AssertSqlSafe(query))
            .fetch_one(&mut plane.superuser_in(database).await)
            .await
            .unwrap();
        let goes_on = *which == "second";
        assert_eq!(applied == 1, goes_on, "{schema}");
        assert_eq!(told.contains(schema), !goes_on, "{schema}: {told:?}");
    }
}

/// Brings the plane to this version as a node does that starts, and connects as that node.
async fn start_again(plane: &Plane) -> Database {
    let seeds = Seeds {
        before: Vec::new(),
        new: secrets(),
    };
    let keepers = keepers(&[&master_key()]);
    let settings = store::bootstrap(plane.admin_url(), plane.name(), keepers, seeds).await;
    let template = format!(
        "DROP DATABASE IF EXISTS {}_tenant_template WITH (FORCE)",
        plane.name()
    );
    plane.sabotage(&template).await;
    let settings = Settings {
        template: plane.settings().template.clone(),
        ..settings.unwrap()
    };
    Database::connect(settings, keys()).await.unwrap()
}

/// A long reader is in the way of a migration. It is not waited for: whoever waits for a lock keeps all behind it waiting. That
/// plane alone is barred, and everybody else is served; once it is free it is brought to this version and let in.
#[tokio::test]
async fn a_plane_that_is_in_the_way_is_barred_alone() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Schema, Strategy::Database] {
        let busy = plane
            .live_tenant(&format!("{strategy}-busy"), strategy)
            .await;
        let idle = plane
            .live_tenant(&format!("{strategy}-idle"), strategy)
            .await;
        let query = "SELECT schema, database FROM platform.placements WHERE tenant_id = $1";
        let (schema, database): (String, String) = sqlx::query_as(query)
            .bind(busy.uuid())
            .fetch_one(&mut plane.superuser().await)
            .await
            .unwrap();
        let mut reader = plane.superuser_in(&database).await;
        let read = format!("BEGIN; LOCK TABLE {schema}._sqlx_migrations");
        sqlx::raw_sql(AssertSqlSafe(read))
            .execute(&mut reader)
            .await
            .unwrap();

        let began = Instant::now();
        let node = start_again(&plane).await;
        assert!(began.elapsed() < Duration::from_mins(1), "{strategy}");
        let left_out = node.servers_migrate().await.unwrap();
        let behind: Vec<&str> = left_out
            .planes
            .iter()
            .map(|behind| behind.schema.as_str())
            .collect();
        assert_eq!(behind, [&schema]);
        assert_eq!(left_out.servers, Vec::<String>::new());
        let reads = async |id: TenantId| {
            let scope = node.job_scope(id, "test").await.unwrap().unwrap();
            node.read(&scope).await.map(drop)
        };
        reads(idle).await.unwrap();
        let refused = reads(busy).await.unwrap_err();
        assert!(matches!(refused, Error::Barred), "{refused:?}");
        let fault = Fault::from(refused);
        assert_eq!(fault.code, FaultCode::Unavailable);
        assert!(fault.title.contains("brought up to date"), "{fault:?}");
        assert!(!node.servers_readmit(true).await.unwrap());
        assert!(reads(busy).await.is_err());

        sqlx::raw_sql("ROLLBACK")
            .execute(&mut reader)
            .await
            .unwrap();
        assert!(node.servers_readmit(true).await.unwrap());
        reads(busy).await.unwrap();
        node.close().await;
        // Another start finds nothing in the way.
        let node = start_again(&plane).await;
        assert!(node.servers_migrate().await.unwrap().is_empty());
        node.close().await;
    }
}
