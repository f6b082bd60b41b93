//! Who is signed in, and the numbers of the home page.

use chrono::TimeDelta;
use contract::{
    acts::{Act, Role},
    me::MemberSelf,
    tenants::TenantStatus,
};
use testkit::{Plane, given};

use super::with_role;

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
    let tiles = home.tiles.into_iter();
    let tiles: Vec<_> = tiles.map(|tile| (tile.entry.module, tile.count)).collect();
    let expected = [("customers", 7), ("companies", 1), ("professionals", 0)];
    let expected = expected.map(|(module, count)| (module.to_owned(), count));
    assert_eq!(tiles[..3], expected);
    let new = home.new_customers.unwrap();
    assert_eq!((new.this_week, new.newest.len()), (7, 5));
    assert_eq!(new.newest[0], newest);
}

/// Nobody is refused at the door of the workspace: a role sees as much of the home page as it may.
#[tokio::test]
async fn the_home_page_shows_what_the_role_may_see() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    given::customers(&acme, 3).await;
    let desk = with_role(&acme, "mia", "Menu editor", &[Act::ServiceRead]).await;
    let home = desk.home().await.unwrap();
    let modules: Vec<_> = home.tiles.iter().map(|tile| &tile.entry.module).collect();
    assert_eq!(modules, ["services"]);
    assert!(home.tiles[0].count > 0);
    assert_eq!(home.new_customers, None);
}

#[tokio::test]
async fn a_week_later_nobody_is_new() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 2).await;
    let desk = acme.member().await;
    plane.clock().advance(TimeDelta::days(8));
    let home = desk.home().await.unwrap();
    let new = home.new_customers.unwrap();
    assert_eq!((new.this_week, new.newest.len()), (0, 2));
}
