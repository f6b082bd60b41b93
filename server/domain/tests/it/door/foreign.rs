//! ISO-5: an identity acts at its own place and nowhere else, and both sides have it in their logs.

use contract::{
    Fault, FaultCode,
    acts::OperatorRole,
    tenants::{Strategy, Tenants},
};
use domain::Site;
use store::Caller;
use testkit::{PASSWORD, Plane, TenantPlane};

use super::{code, opens, sign_in, with_password};

/// `access.cross_tenant` entries in the platform's log and in both tenants' own.
async fn traces(plane: &Plane, tenants: [&TenantPlane; 2]) -> [usize; 3] {
    let count = |events: Vec<contract::audit::Event>| {
        events
            .iter()
            .filter(|event| event.action == "access.cross_tenant")
            .count()
    };
    [
        count(plane.events().await),
        count(tenants[0].events().await),
        count(tenants[1].events().await),
    ]
}

/// By cookie, by token and by header; in each placement.
#[tokio::test]
async fn a_foreign_identity_is_refused_and_on_record_on_both_sides() {
    let plane = Plane::new().await;
    for strategy in [Strategy::Shared, Strategy::Schema, Strategy::Database] {
        let acme = plane.tenant(&format!("acme-{strategy}")).strategy(strategy);
        let zen = plane.tenant(&format!("zen-{strategy}")).strategy(strategy);
        let (acme, zen) = (acme.build().await, zen.build().await);
        let platform = plane.platform();
        let (here, there, owner) = (acme.site().await, zen.site().await, acme.email("owner"));
        let session = acme.session(&owner).await;
        let token = acme.tokens(&owner).await.access_token;
        let zen_id = zen.id().to_string();

        let mut before = traces(&plane, [&acme, &zen]).await;
        let by_cookie = platform.resume(&there, &session, Caller::default()).await;
        let by_token = platform
            .bearer(&there, None, &token, Caller::default())
            .await;
        let by_header = platform
            .bearer(&here, Some(&zen_id), &token, Caller::default())
            .await;
        let by_slug = platform
            .bearer(&Site::Api, Some(zen.slug()), &token, Caller::default())
            .await;
        let at_operators = platform
            .bearer(&Site::Operator, None, &token, Caller::default())
            .await;
        let refusals: [(&str, Option<Fault>, [usize; 3]); 5] = [
            ("cookie", by_cookie.err(), [2, 1, 1]),
            ("token", by_token.err(), [2, 1, 1]),
            ("header at home", by_header.err(), [2, 2, 0]),
            ("slug", by_slug.err(), [2, 1, 1]),
            ("operators", at_operators.err(), [2, 1, 0]),
        ];
        let mut expected = [0; 3];
        for (what, refused, left) in refusals {
            assert_eq!(
                refused.map(|fault| fault.code),
                Some(FaultCode::CrossTenant),
                "{what}"
            );
            expected = std::array::from_fn(|at| expected[at] + left[at]);
        }
        before = std::array::from_fn(|at| before[at] + expected[at]);
        assert_eq!(traces(&plane, [&acme, &zen]).await, before);

        // The twins that must succeed.
        assert!(
            platform
                .resume(&here, &session, Caller::default())
                .await
                .unwrap()
                .is_some()
        );
        for (site, header) in [
            (&here, None),
            (&here, Some(acme.slug())),
            (&Site::Api, None),
            (&Site::Api, Some(acme.slug())),
        ] {
            let bearer = platform
                .bearer(site, header, &token, Caller::default())
                .await;
            assert_eq!(code(bearer), None);
        }
    }
}

#[tokio::test]
async fn an_operator_is_nobody_at_a_tenants_address() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site) = (plane.platform(), acme.site().await);
    let session = plane.operator_session(OperatorRole::Owner).await;
    let email = "owner@operators.test";
    let pair = platform.token(
        &Site::Operator,
        None,
        with_password(email),
        None,
        Caller::default(),
    );
    let token = pair.await.unwrap().access_token;
    let by_cookie = platform.resume(&site, &session, Caller::default()).await;
    let by_token = platform
        .bearer(&site, None, &token, Caller::default())
        .await;
    assert_eq!(code(by_cookie), Some(FaultCode::CrossTenant));
    assert_eq!(code(by_token), Some(FaultCode::CrossTenant));
    let by_password = sign_in(&plane, &site, email, PASSWORD).await;
    assert_eq!(code(by_password), Some(FaultCode::Unauthenticated));
    let at_operators = sign_in(&plane, &Site::Operator, &acme.email("owner"), PASSWORD).await;
    assert_eq!(code(at_operators), Some(FaultCode::Unauthenticated));
}

/// A refresh token is for its own place as well, and trying it elsewhere does not use it up.
#[tokio::test]
async fn a_refresh_token_is_good_at_home_alone() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let token = acme.tokens(&acme.email("owner")).await.refresh_token;
    let refresh = async |site: &Site| {
        plane
            .platform()
            .refresh(site, &token, Caller::default())
            .await
    };
    assert_eq!(
        code(refresh(&zen.site().await).await),
        Some(FaultCode::CrossTenant)
    );
    assert_eq!(traces(&plane, [&acme, &zen]).await, [2, 1, 1]);
    assert_eq!(code(refresh(&acme.site().await).await), None);
}

/// I-37: deactivation closes every door at once, the API host's too, and restoring opens them again.
#[tokio::test]
async fn a_deactivated_tenant_has_no_open_door() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site, owner) = (plane.platform(), acme.site().await, acme.email("owner"));
    let pair = acme.tokens(&owner).await;
    let session = acme.session(&owner).await;
    let desk = plane.operator().await;
    desk.tenant_deactivate(acme.id(), String::new())
        .await
        .unwrap();
    let closed = [
        code(platform.resolve(&acme.host()).await),
        code(opens(&plane, &Site::Api, &pair.access_token).await),
        code(platform.api_site(&Site::Api, Some("acme")).await),
        code(
            platform
                .token(
                    &Site::Api,
                    Some("acme"),
                    with_password(&owner),
                    None,
                    Caller::default(),
                )
                .await,
        ),
    ];
    assert_eq!(closed, [Some(FaultCode::TenantUnknown); 4]);
    // A request that resolved its host a moment before.
    let resumed = platform
        .resume(&site, &session, Caller::default())
        .await
        .unwrap();
    assert!(resumed.is_none());
    let refreshed = platform
        .refresh(&site, &pair.refresh_token, Caller::default())
        .await;
    assert_eq!(code(refreshed), Some(FaultCode::Unauthenticated));

    desk.tenant_restore(acme.id()).await.unwrap();
    assert_eq!(
        code(opens(&plane, &acme.site().await, &pair.access_token).await),
        None
    );
}

/// TEN-9: a suspended tenant's people still come in, to read.
#[tokio::test]
async fn a_suspended_tenant_is_still_signed_in_to() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = plane.operator().await;
    desk.tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    let site = acme.site().await;
    let pair = acme.tokens(&acme.email("owner")).await;
    assert_eq!(code(opens(&plane, &site, &pair.access_token).await), None);
    let refreshed = plane
        .platform()
        .refresh(&site, &pair.refresh_token, Caller::default());
    assert_eq!(code(refreshed.await), None);
}
