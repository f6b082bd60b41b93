//! ISO-1, ISO-2: every slice works wherever the plane lives, and shows nobody else's rows.

use std::collections::BTreeMap;

use contract::{
    PageRequest, acts::Role, audit::EventFilter, customers::CustomerFilter,
    professionals::ProfessionalFilter, referrals::ReferralFilter, tenants::Strategy,
    users::UserFilter,
};
use store::tenant::{
    companies, customers, events, modules, professionals, referrals, settings, tables, users,
};
use testkit::{Plane, TenantPlane};

use super::fields::{commit, company, customer, person, professional, referral};

#[tokio::test]
async fn neighbours_in_one_table_see_their_own_rows_alone() {
    let plane = Plane::new().await;
    let (acme, zen) = two_full_tenants(&plane, Strategy::Shared).await;
    every_slice_shows(&acme, "acme").await;
    every_slice_shows(&zen, "zen").await;
}

#[tokio::test]
async fn tenants_with_schemas_of_their_own_see_their_own_rows_alone() {
    let plane = Plane::new().await;
    let (acme, zen) = two_full_tenants(&plane, Strategy::Schema).await;
    every_slice_shows(&acme, "acme").await;
    every_slice_shows(&zen, "zen").await;
}

#[tokio::test]
async fn tenants_with_databases_of_their_own_see_their_own_rows_alone() {
    let plane = Plane::new().await;
    let (acme, zen) = two_full_tenants(&plane, Strategy::Database).await;
    every_slice_shows(&acme, "acme").await;
    every_slice_shows(&zen, "zen").await;
}

#[tokio::test]
async fn what_one_tenant_writes_changes_no_count_of_another() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let (acme_before, zen_before) = (rows(&acme).await, rows(&zen).await);
    fill(&acme, "acme").await;
    assert_eq!(rows(&zen).await, zen_before);
    let acme_after = rows(&acme).await;
    for table in [
        "customers",
        "companies",
        "professionals",
        "referrals",
        "users",
        "events",
    ] {
        assert!(acme_after[table] > acme_before[table], "{table}");
    }
}

#[tokio::test]
async fn the_sizes_name_every_table_of_the_plane() {
    let plane = Plane::new().await;
    let acme = plane
        .tenant("acme")
        .strategy(Strategy::Schema)
        .build()
        .await;
    let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/tenant");
    let mut made = Vec::new();
    for file in std::fs::read_dir(migrations).unwrap() {
        let sql = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let names = sql.split("create_tenant_table('").skip(1);
        made.extend(names.map(|rest| rest.split('\'').next().unwrap().to_owned()));
    }
    made.sort();
    let sized: Vec<String> = rows(&acme).await.into_keys().collect();
    assert_eq!(sized, made);
    let with_bytes = tables::sizes(&mut acme.read().await, true).await.unwrap();
    assert!(with_bytes.iter().all(|table| table.bytes > Some(0)));
    assert!(with_bytes.is_sorted_by_key(|table| std::cmp::Reverse(table.bytes)));
}

async fn two_full_tenants(plane: &Plane, strategy: Strategy) -> (TenantPlane, TenantPlane) {
    let acme = plane.tenant("acme").strategy(strategy).build().await;
    let zen = plane.tenant("zen").strategy(strategy).build().await;
    fill(&acme, "acme").await;
    fill(&zen, "zen").await;
    (acme, zen)
}

/// One more row of every noun, each with the tenant's mark in it.
async fn fill(tenant: &TenantPlane, mark: &str) {
    let mut writer = tenant.write().await;
    let name = format!("{mark} row");
    customers::insert(&mut writer, &customer(&name))
        .await
        .unwrap();
    customers::insert_many(&mut writer, &[customer(&name), customer(&name)])
        .await
        .unwrap();
    companies::insert(&mut writer, &company(&name))
        .await
        .unwrap();
    professionals::insert(&mut writer, &professional(&name))
        .await
        .unwrap();
    let referral = referral(&mut writer, &name).await;
    referrals::insert(&mut writer, &referral).await.unwrap();
    // The same address in two tenants is two accounts.
    let everywhere = person(&name, "same@everywhere.test", Role::Staff);
    users::insert(&mut writer, &everywhere).await.unwrap();
    modules::insert(&mut writer, &[mark]).await.unwrap();
    let mut look = settings::branding(&mut writer).await.unwrap();
    look.display_name = name;
    let look = contract::branding::BrandingDraft::from(look)
        .check()
        .unwrap();
    settings::update_branding(&mut writer, &look, None)
        .await
        .unwrap();
    commit(writer).await;
}

async fn every_slice_shows(tenant: &TenantPlane, mark: &str) {
    let mut reader = tenant.read().await;
    let name = format!("{mark} row");
    let all = PageRequest::default();

    let page = customers::list(&mut reader, &CustomerFilter::default(), &all)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 3);
    assert!(page.items.iter().all(|customer| customer.name == name));
    assert_eq!(customers::count(&mut reader).await.unwrap(), 3);
    let id = reader.own(page.items[0].id).unwrap();
    let found = customers::find(&mut reader, id).await.unwrap();
    assert_eq!(found.as_ref(), page.items.first());

    let companies = companies::list(&mut reader).await.unwrap();
    assert!(companies[0].is_default);
    assert_eq!(companies.len(), 2);
    assert_eq!(companies[1].name, name);

    let filter = ProfessionalFilter {
        q: mark.into(),
        active: false,
    };
    let page = professionals::list(&mut reader, &filter, &all)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].name, name);
    assert_eq!(professionals::count(&mut reader).await.unwrap(), 3);

    let page = referrals::list(&mut reader, &ReferralFilter::default(), &all)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].reason, name);

    let filter = UserFilter {
        q: "EVERYWHERE".into(),
    };
    let page = users::list(&mut reader, &filter, &all).await.unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].name, name);

    let modules = modules::enabled(&mut reader).await.unwrap();
    assert!(modules.contains(&mark.to_owned()));
    let branding = settings::branding(&mut reader).await.unwrap();
    assert_eq!((branding.display_name, branding.version), (name, 2));

    let log = events::list(&mut reader, &EventFilter::default(), &all)
        .await
        .unwrap();
    assert!(
        log.items
            .iter()
            .all(|event| event.tenant_id == Some(tenant.id()))
    );
    assert_eq!(log.items[0].action, "test.write");
}

async fn rows(tenant: &TenantPlane) -> BTreeMap<String, i64> {
    let sizes = tables::sizes(&mut tenant.read().await, false)
        .await
        .unwrap();
    assert!(sizes.iter().all(|table| table.bytes.is_none()));
    sizes
        .into_iter()
        .map(|table| (table.table, table.rows))
        .collect()
}
