//! A change names the version it was made on, or overwrites whatever is there; nobody loses a change unknowingly.

use contract::{
    acts::Role,
    branding::{BrandingDraft, TenantConfig},
    professionals::ProfessionalFields,
    referrals::{ReferralFields, ReferralStatus},
};
use store::{
    Error, Result,
    tenant::{companies, customers, professionals, referrals, settings, users},
};
use testkit::Plane;

use super::fields::{commit, company, customer, person, professional, referral};

fn is_stale<T>(result: Result<T>) -> bool {
    matches!(result, Err(Error::ChangedMeanwhile))
}

#[tokio::test]
async fn customers() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let made = customers::insert(&mut writer, &customer("Ada"))
        .await
        .unwrap();
    let id = writer.own(made.id).unwrap();
    let update = async |writer: &mut _, name, version| {
        customers::update(writer, id, &customer(name), version).await
    };
    let changed = update(&mut writer, "Ada L.", Some(1)).await.unwrap();
    assert_eq!(
        changed.map(|row| (row.name, row.version)),
        Some(("Ada L.".into(), 2))
    );
    assert!(is_stale(update(&mut writer, "lost", Some(1)).await));
    let forced = update(&mut writer, "Ada", None).await.unwrap();
    assert_eq!(forced.unwrap().version, 3);

    assert!(customers::delete(&mut writer, id).await.unwrap());
    assert!(!customers::delete(&mut writer, id).await.unwrap());
    let gone = update(&mut writer, "Ada", Some(3)).await.unwrap();
    assert_eq!(gone, None, "not found is not a conflict");
}

#[tokio::test]
async fn professionals() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let made = professionals::insert(&mut writer, &professional("Ada"))
        .await
        .unwrap();
    let id = writer.own(made.id).unwrap();
    let retired = ProfessionalFields {
        is_active: false,
        ..professional("Ada L.")
    };
    let changed = professionals::update(&mut writer, id, &retired, Some(1)).await;
    let changed = changed.unwrap().unwrap();
    assert_eq!((changed.is_active, changed.version), (false, 2));
    let stale = professionals::update(&mut writer, id, &retired, Some(1)).await;
    assert!(is_stale(stale));
    assert!(professionals::delete(&mut writer, id).await.unwrap());
    assert!(!professionals::delete(&mut writer, id).await.unwrap());
    let gone = professionals::update(&mut writer, id, &retired, Some(2)).await;
    assert_eq!(gone.unwrap(), None);
}

#[tokio::test]
async fn referrals() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let fields = referral(&mut writer, "Brakes").await;
    let made = referrals::insert(&mut writer, &fields).await.unwrap();
    assert_eq!(made.status, ReferralStatus::Sent);
    let id = writer.own(made.id).unwrap();
    let accepted = ReferralFields {
        status: Some(ReferralStatus::Accepted),
        ..fields.clone()
    };
    let changed = referrals::update(&mut writer, id, &accepted, Some(1)).await;
    let changed = changed.unwrap().unwrap();
    assert_eq!(
        (changed.status, changed.version),
        (ReferralStatus::Accepted, 2)
    );
    let stale = referrals::update(&mut writer, id, &fields, Some(1)).await;
    assert!(is_stale(stale));
    let silent = referrals::update(&mut writer, id, &fields, None)
        .await
        .unwrap();
    assert_eq!(silent.unwrap().status, ReferralStatus::Accepted);
    assert!(referrals::delete(&mut writer, id).await.unwrap());
    assert!(!referrals::delete(&mut writer, id).await.unwrap());
    let gone = referrals::update(&mut writer, id, &fields, Some(3)).await;
    assert_eq!(gone.unwrap(), None);
}

/// A customer is deleted whoever was referred, and the referral stays.
#[tokio::test]
async fn a_referral_outlives_its_customer_and_not_its_professionals() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let ada = customers::insert(&mut writer, &customer("Ada")).await;
    let ada = ada.unwrap().id;
    let about_ada = ReferralFields {
        customer_id: Some(ada),
        ..referral(&mut writer, "Brakes").await
    };
    let made = referrals::insert(&mut writer, &about_ada).await.unwrap();
    assert_eq!(made.customer_id, Some(ada));
    let own = writer.own(ada).unwrap();
    assert!(customers::delete(&mut writer, own).await.unwrap());
    let own = writer.own(made.id).unwrap();
    let left = referrals::find(&mut writer, own).await.unwrap();
    assert_eq!(left.unwrap().customer_id, None);
    let own = writer.own(made.to_professional_id).unwrap();
    let kept = professionals::delete(&mut writer, own).await.unwrap_err();
    assert_eq!(kept.constraint(), Some("referrals_to_fkey"));
}

#[tokio::test]
async fn companies() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let made = companies::insert(&mut writer, &company("North"))
        .await
        .unwrap();
    let id = writer.own(made.id).unwrap();
    let renamed = companies::update(&mut writer, id, &company("South"), Some(1)).await;
    assert_eq!(renamed.unwrap().unwrap().version, 2);
    let stale = companies::update(&mut writer, id, &company("East"), Some(1)).await;
    assert!(is_stale(stale));
    assert!(companies::delete(&mut writer, id).await.unwrap());
    let gone = companies::update(&mut writer, id, &company("East"), None).await;
    assert_eq!(gone.unwrap(), None);
}

#[tokio::test]
async fn a_company_name_is_taken_once_a_tenant() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    for tenant in [&acme, &zen] {
        let mut writer = tenant.write().await;
        companies::insert(&mut writer, &company("North"))
            .await
            .unwrap();
        commit(writer).await;
    }
    let again = companies::insert(&mut acme.write().await, &company("North")).await;
    let error = again.unwrap_err();
    assert_eq!(error.constraint(), Some("companies_name_per_tenant_key"));
}

#[tokio::test]
async fn users() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let made = users::insert(&mut writer, &person("Bo", "bo@acme.test", Role::Staff))
        .await
        .unwrap();
    let id = writer.own(made.id).unwrap();
    let promoted = users::set_role(&mut writer, id, &Role::Manager.into(), Some(1)).await;
    let promoted = promoted.unwrap().unwrap();
    assert_eq!((promoted.role, promoted.version), (Role::Manager.into(), 2));
    let stale = users::set_role(&mut writer, id, &Role::Admin.into(), Some(1)).await;
    assert!(is_stale(stale));
    assert!(is_stale(users::remove(&mut writer, id, Some(1)).await));
    assert!(
        users::remove(&mut writer, id, Some(2))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        users::remove(&mut writer, id, None)
            .await
            .unwrap()
            .is_none()
    );
    let gone = users::set_role(&mut writer, id, &Role::Admin.into(), None).await;
    assert_eq!(gone.unwrap(), None);
}

#[tokio::test]
async fn look_and_settings() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let mut writer = acme.write().await;
    let look = settings::branding(&mut writer).await.unwrap();
    let fields = BrandingDraft {
        primary_color: "#102030".into(),
        ..look.clone().into()
    };
    let fields = fields.check().unwrap();
    let changed = settings::update_branding(&mut writer, &fields, Some(look.version)).await;
    assert_eq!(changed.unwrap().version, look.version + 1);
    let stale = settings::update_branding(&mut writer, &fields, Some(look.version)).await;
    assert!(is_stale(stale));

    let config = TenantConfig {
        time_zone: "Europe/Berlin".into(),
        ..TenantConfig::default()
    };
    let changed = settings::update_config(&mut writer, &config, Some(1)).await;
    let changed = changed.unwrap();
    assert_eq!((changed.version, &changed.config), (2, &config));
    assert!(is_stale(
        settings::update_config(&mut writer, &config, Some(1)).await
    ));
    commit(writer).await;
    let kept = settings::config(&mut acme.read().await).await.unwrap();
    assert_eq!(kept, changed);
}
