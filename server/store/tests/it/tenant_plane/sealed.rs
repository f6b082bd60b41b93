//! What is said of people is unreadable in the database, and bound to its place there.

use std::collections::BTreeSet;

use contract::{
    PageRequest,
    acts::Role,
    audit::EventFilter,
    customers::{CustomerFields, CustomerFilter},
    referrals::ReferralFields,
    sheets::Sheet,
    tenants::Strategy,
};
use sqlx::{AssertSqlSafe, Row};
use store::{
    AuditEntry, Database, Error,
    tenant::{customers, events, idempotency, imports, personal, professionals, referrals, users},
};
use testkit::{Plane, TenantPlane};

use super::fields::{commit, customer, person, professional, referral};

const CANARY: &str = "Kanarienvogel";

/// Columns that say nothing of people, although they are text or bytes.
const PLAIN: &[(&str, &[&str])] = &[
    (
        "settings",
        &[
            "display_name",
            "primary_color",
            "secondary_color",
            "sign_in_text",
            "config",
        ],
    ),
    ("config_versions", &["config"]),
    // Shown to anybody on the sign-in page.
    ("logos", &["hash", "picture", "icon", "touch_icon"]),
    ("roles", &["key", "name", "permissions"]),
    ("users", &["role", "status", "password_hash", "email_index"]),
    ("companies", &["name"]),
    ("service_categories", &["name"]),
    ("services", &["name", "currency"]),
    ("mail_texts", &["kind", "subject", "body"]),
    ("modules", &["key"]),
    // What says which entry it is. Who did it, whence and what exactly is sealed with the whole entry.
    (
        "events",
        &[
            "action",
            "actor_kind",
            "target_kind",
            "target_id",
            "request_id",
            "commitment",
        ],
    ),
    ("expired_events", &["leaf"]),
    ("event_heads", &["root", "peaks", "signature"]),
    ("idempotent_answers", &["route", "key", "request_hash"]),
    ("imports", &["sheet"]),
    ("referrals", &["status"]),
    ("_sqlx_migrations", &["description", "checksum"]),
];

#[tokio::test]
async fn every_column_that_can_hold_text_is_declared() {
    let plane = Plane::new().await;
    let rows = sqlx::query(
        "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
         WHERE table_schema = 'tenants_shared' AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY', 'character varying')",
    )
    .fetch_all(&mut plane.superuser().await)
    .await
    .unwrap();
    let mut personal = BTreeSet::new();
    for row in rows {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let is_plain = PLAIN
            .iter()
            .any(|(name, columns)| *name == table && columns.contains(&&*column));
        if is_plain || ["search_terms", "actor_terms"].contains(&&*column) {
            continue;
        }
        assert_eq!(
            kind, "bytea",
            "{table}.{column}: is it said of people? Then it is sealed"
        );
        personal.insert((table, column));
    }
    let tables = personal::LASTING.into_iter().chain(personal::SEALED_ONCE);
    let declared = tables
        .flat_map(|table| {
            table
                .columns
                .iter()
                .map(|column| (table.name.into(), (*column).into()))
        })
        .collect();
    assert_eq!(personal, declared);
}

/// One row of each kind, every text of which is the canary.
async fn fill(database: &Database, tenant: &TenantPlane) {
    let mut writer = tenant.write().await;
    let somebody = CustomerFields {
        email: Some(format!("{CANARY}@example.com")),
        notes: Some(CANARY.into()),
        ..customer(CANARY)
    };
    customers::insert(&mut writer, &somebody).await.unwrap();
    let many = [somebody.clone(), somebody];
    customers::insert_many(&mut writer, &many).await.unwrap();
    let mut colleague = professional(CANARY);
    colleague.specialty = Some(CANARY.into());
    colleague.email = Some(format!("{CANARY}@example.com"));
    professionals::insert(&mut writer, &colleague)
        .await
        .unwrap();
    let passed_on = ReferralFields {
        notes: Some(CANARY.into()),
        ..referral(&mut writer, CANARY).await
    };
    referrals::insert(&mut writer, &passed_on).await.unwrap();
    let member = person(CANARY, &format!("{CANARY}@example.com"), Role::Staff);
    users::insert(&mut writer, &member).await.unwrap();
    let sender = tenant.id().uuid();
    imports::put(&mut writer, sender, Sheet::Customers, CANARY)
        .await
        .unwrap();
    let entry = AuditEntry::new("test.write", "test", "it").with("name", CANARY);
    writer.commit(entry).await.unwrap();
    let scope = tenant.scope().await;
    let (who, route, key) = (tenant.id().uuid(), "/customers", "key");
    idempotency::begin(database, &scope, who, route, key, b"hash")
        .await
        .unwrap();
    let answer = serde_json::json!({ "name": CANARY });
    idempotency::finish(database, &scope, who, route, key, 201, &answer)
        .await
        .unwrap();
    let kept = idempotency::begin(database, &scope, who, route, key, b"hash").await;
    assert_eq!(kept.unwrap().1.unwrap().body, Some(answer));
}

#[tokio::test]
async fn no_table_of_the_plane_holds_what_was_said_of_people() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let tenant = plane
            .tenant(strategy.as_str())
            .strategy(strategy)
            .build()
            .await;
        fill(plane.database(), &tenant).await;
        let (database, schema) = place(&plane, &tenant).await;
        let mut inside = plane.superuser_in(&database).await;
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = $1")
                .bind(&schema)
                .fetch_all(&mut inside)
                .await
                .unwrap();
        for table in tables {
            let query = format!("SELECT t::text FROM {schema}.{table} t");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query))
                .fetch_all(&mut inside)
                .await
                .unwrap();
            let is_filled = personal::LASTING
                .into_iter()
                .chain(personal::SEALED_ONCE)
                .any(|declared| declared.name == table);
            assert!(!is_filled || !rows.is_empty(), "{table}");
            // PostgreSQL shows bytes in hexadecimal.
            let bytes = CANARY
                .bytes()
                .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
            for row in rows {
                assert!(
                    !row.contains(CANARY) && !row.contains(&bytes),
                    "{table}: {row}"
                );
            }
        }
    }
}

async fn place(plane: &Plane, tenant: &TenantPlane) -> (String, String) {
    sqlx::query_as("SELECT database, schema FROM platform.placements WHERE tenant_id = $1")
        .bind(tenant.id().uuid())
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap()
}

/// I-76: whoever can write the database cannot move a value to another row, column or tenant, nor put one in.
#[tokio::test]
async fn a_value_that_somebody_moved_or_made_up_does_not_open() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    for tenant in [&acme, &zen] {
        let mut writer = tenant.write().await;
        for name in ["Ada", "Bea"] {
            let mut fields = customer(name);
            fields.notes = Some(name.into());
            customers::insert(&mut writer, &fields).await.unwrap();
        }
        commit(writer).await;
    }
    let (us, them) = (acme.id(), zen.id());
    let forgeries = [
        "UPDATE tenants_shared.customers c SET name = o.name FROM tenants_shared.customers o
         WHERE c.tenant_id = '{us}' AND o.tenant_id = '{us}' AND o.id <> c.id",
        "UPDATE tenants_shared.customers SET name = notes WHERE tenant_id = '{us}'",
        "UPDATE tenants_shared.customers c SET name = o.name FROM tenants_shared.customers o
         WHERE c.tenant_id = '{us}' AND o.tenant_id = '{them}'",
        "UPDATE tenants_shared.customers SET name = 'Mallory' WHERE tenant_id = '{us}'",
        "UPDATE tenants_shared.customers SET key_version = 2 WHERE tenant_id = '{us}'",
        "ALTER TABLE tenants_shared.customers DROP CONSTRAINT customers_sealed;
         UPDATE tenants_shared.customers SET name = 'Mallory', key_version = 0 WHERE tenant_id = '{us}'",
    ];
    for forgery in forgeries {
        let forgery = forgery
            .replace("{us}", &us.to_string())
            .replace("{them}", &them.to_string());
        let mut superuser = plane.superuser().await;
        let kept = "CREATE TEMP TABLE kept AS SELECT * FROM tenants_shared.customers";
        sqlx::raw_sql(kept).execute(&mut superuser).await.unwrap();
        assert_eq!(list(&acme).await.unwrap(), 2);
        sqlx::raw_sql(AssertSqlSafe(forgery.clone()))
            .execute(&mut superuser)
            .await
            .unwrap();
        let listed = list(&acme).await;
        assert!(
            matches!(listed, Err(Error::Sealed(_))),
            "{forgery}: {listed:?}"
        );
        assert_eq!(list(&zen).await.unwrap(), 2, "others go on");
        let restored = "DELETE FROM tenants_shared.customers; INSERT INTO tenants_shared.customers SELECT * FROM kept";
        sqlx::raw_sql(restored)
            .execute(&mut superuser)
            .await
            .unwrap();
    }
}

async fn list(tenant: &TenantPlane) -> store::Result<usize> {
    let (filter, page) = (CustomerFilter::default(), PageRequest::default());
    let listed = customers::list(&mut tenant.read().await, &filter, &page).await?;
    Ok(listed.items.len())
}

/// What a version without keys wrote is sealed by the migration, and found and opened as before.
#[tokio::test]
async fn what_was_written_before_there_were_keys_is_sealed() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    for name in ["Ada", "Bea"] {
        customers::insert(&mut writer, &customer(name))
            .await
            .unwrap();
    }
    commit(writer).await;
    let us = acme.id();
    let older = format!(
        "ALTER TABLE tenants_shared.customers DROP CONSTRAINT customers_sealed;
         ALTER TABLE tenants_shared.users DROP CONSTRAINT users_sealed;
         UPDATE tenants_shared.customers SET name = 'Grace', notes = 'Tea', search_terms = '{{}}', key_version = 0;
         UPDATE tenants_shared.users SET name = 'Olga', email = 'olga@acme.test', email_index = NULL, key_version = 0;
         ALTER TABLE tenants_shared.events DROP CONSTRAINT events_sealed;
         UPDATE tenants_shared.events e SET key_version = 0, actor_terms = '{{}}', commitment = NULL, entry = convert_to(jsonb_build_object(
             'id', e.id, 'tenant_id', e.tenant_id, 'action', e.action, 'actor_kind', e.actor_kind, 'actor_id', e.actor_id,
             'actor_name', 'Olga', 'target_kind', e.target_kind, 'target_id', e.target_id, 'detail', '{{}}'::jsonb,
             'ip', NULL, 'request_id', e.request_id, 'at', e.at)::text, 'UTF8');
         DELETE FROM platform.tenant_keys WHERE tenant_id = '{us}' AND purpose = 'index'"
    );
    sqlx::raw_sql(AssertSqlSafe(older))
        .execute(&mut plane.superuser().await)
        .await
        .unwrap();
    plane.database().forget_tenant(us).await;
    assert!(matches!(
        plane
            .database()
            .read(&acme.scope().await)
            .await
            .map(|reader| reader.key_version()),
        Ok(Err(Error::NoKeys))
    ));
    for _ in 0..2 {
        plane.database().servers_migrate().await.unwrap();
    }
    let filter = CustomerFilter {
        q: "gra".into(),
        ..CustomerFilter::default()
    };
    let page = customers::list(&mut acme.read().await, &filter, &PageRequest::default()).await;
    let page = page.unwrap().items;
    assert_eq!(page.len(), 2);
    assert_eq!(
        (page[0].name.as_str(), page[0].notes.as_deref()),
        ("Grace", Some("Tea"))
    );
    let olga = users::by_email(&mut acme.read().await, "OLGA@acme.test")
        .await
        .unwrap();
    assert_eq!(olga.unwrap().name, "Olga");
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM tenants_shared.customers WHERE key_version = 0)
              + (SELECT count(*) FROM tenants_shared.users WHERE key_version = 0)
              + (SELECT count(*) FROM tenants_shared.events WHERE key_version = 0)",
    )
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    assert_eq!(left, 0);
    let filter = EventFilter {
        actor: "olga".into(),
        ..EventFilter::default()
    };
    let found = events::list(&mut acme.read().await, &filter, &PageRequest::default()).await;
    assert!(found.unwrap().items.len() > 3);
    // They commit to nothing, and are proved as they always were.
    let mut reader = acme.read().await;
    let keyring = reader.keyring().unwrap();
    let entries = events::from_position(&mut reader, 0, 4).await.unwrap();
    assert_eq!(entries.len(), 4);
    for entry in entries {
        assert!(entry.told(&keyring).is_some());
        assert_eq!(entry.commitment(), None);
    }
}
