//! Who is signed in, and the numbers of the home page.

use chrono::TimeDelta;
use contract::{
    acts::{Act, Role},
    me::MemberSelf,
    tenants::TenantStatus,
};
use testkit::{Plane, given};

#[tokio::test]
async fn a_member_is_told_who_and_where() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let me = acme.member().await.me().await.unwrap();
    assert_eq!(
        (me.email, me.role),
        (acme.email("staff"), Role::Staff.into())
    );
    assert_eq!(me.acts, Role::Staff.acts());
    assert!(!me.acts.contains(&Act::CustomerDelete));
    let tenant = me.tenant;
    assert_eq!((tenant.id, tenant.slug.as_str()), (acme.id(), "acme"));
    assert_eq!(tenant.status, TenantStatus::Active);
    assert_eq!(tenant.template, "dental");
    assert_eq!(tenant.branding.display_name, "acme");
    assert_eq!(tenant.vocabulary.term("customer").plural, "Patients");
    assert!(tenant.modules.contains(&"customers".to_owned()));
}

#[tokio::test]
async fn the_home_page_counts_its_own() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    given::customers(&zen, 9).await;
    given::customers(&acme, 6).await;
    let newest = given::customer(&acme, "Newest").await;
    let home = acme.member().await.home().await.unwrap();
    assert_eq!((home.customers, home.customers_this_week), (7, 7));
    assert_eq!(home.companies, 1);
    assert_eq!(home.newest.len(), 5);
    assert_eq!(home.newest[0], newest);
}

#[tokio::test]
async fn a_week_later_nobody_is_new() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 2).await;
    let desk = acme.member().await;
    plane.clock().advance(TimeDelta::days(8));
    let home = desk.home().await.unwrap();
    assert_eq!((home.customers, home.customers_this_week), (2, 0));
}
