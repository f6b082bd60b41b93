//! TEN-4: what provisioning writes, it can write again after a crash, and nothing is there twice or changed back.

use std::collections::BTreeMap;

use contract::{
    acts::Role,
    branding::{BrandingFields, TenantConfig},
};
use store::{
    TenantWriter,
    tenant::{
        companies, mail_texts, modules, roles,
        services::{self, CategorySeed, ServiceSeed},
        settings, tables, users,
    },
};
use testkit::Plane;

use super::fields::commit;

#[tokio::test]
async fn every_seed_can_be_repeated() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    seed(&mut writer).await;
    let once = counts(&mut writer).await;
    commit(writer).await;
    let look = settings::branding(&mut acme.read().await).await.unwrap();

    let mut writer = acme.write().await;
    seed(&mut writer).await;
    let twice = counts(&mut writer).await;
    commit(writer).await;
    let without_log = |mut counts: BTreeMap<String, i64>| {
        counts.remove("events");
        counts
    };
    assert_eq!(without_log(once), without_log(twice));
    let mut reader = acme.read().await;
    assert_eq!(settings::branding(&mut reader).await.unwrap(), look);
    assert!(
        modules::enabled(&mut reader)
            .await
            .unwrap()
            .contains(&"seeded".into())
    );
}

#[tokio::test]
async fn an_owner_is_made_once_an_address() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let first = users::insert_owner(&mut writer, "Ann", "ann@acme.test", None).await;
    let (id, is_new) = first.unwrap();
    assert!(is_new);
    let again = users::insert_owner(&mut writer, "Ann", "ann@acme.test", Some("hash")).await;
    assert_eq!(again.unwrap(), (id, false));
    let own = writer.own(id).unwrap();
    let ann = users::find(&mut writer, own).await.unwrap().unwrap();
    assert_eq!(
        (ann.role, ann.status.as_str()),
        (Role::Owner.into(), "invited")
    );
}

async fn counts(writer: &mut TenantWriter) -> BTreeMap<String, i64> {
    let sizes = tables::sizes(writer, false).await.unwrap();
    sizes
        .into_iter()
        .map(|table| (table.table, table.rows))
        .collect()
}

async fn seed(writer: &mut TenantWriter) {
    let named: Vec<(Role, &str)> = Role::ALL.iter().map(|role| (*role, role.title())).collect();
    roles::insert_built_in(writer, &named).await.unwrap();
    let branding = BrandingFields {
        display_name: "Seeded".into(),
        primary_color: "#000000".into(),
        secondary_color: "#ffffff".into(),
        sign_in_text: None,
    };
    settings::insert(writer, &branding, &TenantConfig::default())
        .await
        .unwrap();
    modules::insert(writer, &["seeded", "customers"])
        .await
        .unwrap();
    companies::insert_default(writer, "Seeded").await.unwrap();
    mail_texts::insert_defaults(writer, &[("seeded", "Subject", "Body")])
        .await
        .unwrap();
    let cut = ServiceSeed {
        name: "Cut",
        minutes: 30,
        price_minor: 4500,
        currency: "USD",
    };
    let wash = ServiceSeed {
        name: "Wash",
        price_minor: 0,
        ..cut.clone()
    };
    let menu = [
        CategorySeed {
            name: "Seeded hair",
            services: vec![cut.clone(), wash],
        },
        // The same name under another category is another service.
        CategorySeed {
            name: "Seeded beards",
            services: vec![cut],
        },
    ];
    services::insert_catalogue(writer, &menu).await.unwrap();
}
