//! TEN-1 to TEN-6: from a wish to a live tenant, whatever happens on the way.

mod failures;
mod kills;
mod lives;
mod pool;
mod processes;
mod races;

use std::collections::BTreeMap;

use contract::tenants::{StepState, Strategy, TenantStatus, Tenants};
use store::tenant::{tables, users};
use testkit::{Plane, TenantPlane};

/// A server that takes a tenant on its own. It is the same one under another name: what is on a server is not the
/// test's concern, but which one is chosen and reached.
pub(crate) async fn register_dedicated_server(plane: &Plane) {
    plane
        .sabotage(
            "INSERT INTO platform.servers (name, region, host, port, accepts_dedicated)
             SELECT 'frankfurt', 'eu', host, port, true FROM platform.servers WHERE is_primary",
        )
        .await;
}

/// Everything that a live tenant has, and nothing twice.
pub(crate) async fn assert_whole(plane: &Plane, tenant: &TenantPlane) {
    let desk = plane.operator().await;
    let shown = desk.tenant_get(tenant.id()).await.unwrap();
    assert_eq!(shown.row.status, TenantStatus::Active);
    for step in &shown.provisioning.steps {
        assert_eq!(step.state, StepState::Done, "{step:?}");
        assert!(step.took_ms.is_some(), "{step:?}");
        assert_eq!(step.error, None);
    }
    assert!(shown.provisioning.took_ms.is_some());

    let home = shown.placement.unwrap();
    let own = format!("tenant_{}", shown.row.code);
    let expected = match shown.row.strategy {
        Strategy::Shared => (plane.name(), "tenants_shared", "tenantry_shared"),
        Strategy::Schema => (plane.name(), own.as_str(), own.as_str()),
        Strategy::Database | Strategy::Dedicated => (own.as_str(), own.as_str(), own.as_str()),
    };
    let found = (
        home.database.as_str(),
        home.schema.as_str(),
        home.role.as_str(),
    );
    assert_eq!(found, expected);

    let mut reader = tenant.read().await;
    let sizes = tables::sizes(&mut reader, false).await.unwrap();
    let rows: BTreeMap<&str, i64> = sizes
        .iter()
        .map(|table| (table.table.as_str(), table.rows))
        .collect();
    for (table, count) in [
        ("users", 1),
        ("companies", 1),
        ("settings", 1),
        ("config_versions", 1),
        ("roles", 5),
    ] {
        assert_eq!(rows[table], count, "{table}");
    }
    for table in ["services", "service_categories", "mail_texts", "modules"] {
        assert!(rows[table] > 0, "{table}");
    }
    let owner = users::by_email(&mut reader, &shown.owner_email)
        .await
        .unwrap();
    drop(reader);

    let mails = plane.mails().await;
    let invitations = mails
        .iter()
        .filter(|mail| mail.row.tenant_id == Some(tenant.id()));
    let expected = usize::from(owner.unwrap().password_hash.is_none());
    assert_eq!(
        invitations.count(),
        expected,
        "an owner without a password is invited once"
    );
    let (keys, passwords): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM platform.tenant_keys WHERE tenant_id = $1),
                (SELECT count(owner_password) FROM platform.tenants WHERE id = $1)",
    )
    .bind(tenant.id().uuid())
    .fetch_one(&mut plane.superuser().await)
    .await
    .unwrap();
    assert_eq!(
        (keys, passwords),
        (2, 0),
        "one key for fields and one for the index, and no password is kept"
    );
}
