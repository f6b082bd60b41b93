//! Nobody who holds a connection of the control plane waits for a second one: once every connection is held by
//! somebody who does, all of them wait for ever.

use std::time::Duration;

use contract::{
    acts::Role,
    door::LinkUse,
    tenants::{Strategy, TenantEdit, Tenants},
    users::{UserDraft, Users},
};
use domain::provisioning::Outcome;
use store::Caller;
use testkit::{PASSWORD, Plane};

use super::{opens, sign_in};

/// A plane with two connections to spare: one more is taken by whoever listens for changes.
async fn narrow_plane() -> Plane {
    Plane::with(|settings| {
        settings.pool_size = 3;
        settings.acquire_timeout = Duration::from_secs(1);
    })
    .await
}

/// Provisioning and refilling hold the lock of their work, and one connection beside it.
#[tokio::test]
async fn beside_its_lock_provisioning_needs_one_connection() {
    let plane = narrow_plane().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let acme = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let acme = acme.owner_invited().demo_data().order().await;
        assert_eq!(
            plane.provision(acme.id()).await,
            Outcome::Live,
            "{strategy}"
        );
    }
    assert_eq!(plane.platform().refill_pool().await.unwrap(), 6);
}

#[tokio::test]
async fn one_connection_is_enough_for_everything_else() {
    let plane = narrow_plane().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let _held = plane.database().platform_read().await.unwrap();

    let (platform, site, owner) = (plane.platform(), acme.site().await, acme.email("owner"));
    sign_in(&plane, &site, &owner, PASSWORD).await.unwrap();
    sign_in(&plane, &site, &owner, "wrong").await.unwrap_err();
    let pair = acme.tokens(&owner).await;
    opens(&plane, &site, &pair.access_token).await.unwrap();
    let next = platform.refresh(&site, &pair.refresh_token, Caller::default());
    next.await.unwrap();
    let there = zen.site().await;
    let foreign = opens(&plane, &there, &pair.access_token).await.unwrap_err();
    assert_eq!(foreign.code, contract::FaultCode::CrossTenant);

    let desk = acme.owner().await;
    let draft = UserDraft {
        name: "Bo".into(),
        email: acme.email("bo"),
        role: Role::Staff.as_str().into(),
    };
    let bo = desk.user_invite(draft).await.unwrap();
    desk.user_invite_again(bo.id).await.unwrap();
    let token = plane.mailed_link(&bo.email).await;
    platform.link_view(&site, &token).await.unwrap();
    let link = LinkUse {
        token,
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
    };
    platform
        .link_use(&site, link, Caller::default())
        .await
        .unwrap();
    platform
        .request_reset(&site, bo.email, Caller::default())
        .await
        .unwrap();
    desk.user_remove(bo.id).await.unwrap();

    let desk = plane.operator().await;
    let id = acme.id();
    let edit = TenantEdit {
        name: "Acme".into(),
        billing_email: owner,
        custom_domain: "acme.example".into(),
    };
    desk.tenant_update(id, edit, None).await.unwrap();
    desk.tenant_suspend(id, "unpaid".into()).await.unwrap();
    desk.tenant_resume(id).await.unwrap();
    desk.tenant_deactivate(id, String::new()).await.unwrap();
    desk.tenant_restore(id).await.unwrap();
    desk.tenant_size(id).await.unwrap();
    desk.tenant_users(id).await.unwrap();
    plane.tenant("yoga").order().await;
    assert_eq!(platform.resume_provisioning().await.unwrap(), 1);
}
