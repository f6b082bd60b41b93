//! An identity of one tenant at another (ISO-5, I-30, I-31, I-35): refused before any handler and recorded in both logs.
//! That it is so for every operation shows [`attack`](crate::attack).

use contract::audit::Event;
use testkit::{TenantPlane, given};

use crate::{
    client::Ask,
    web::{API, OPERATOR, Web},
};

async fn two(web: &Web) -> (TenantPlane, TenantPlane) {
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    (acme, luna)
}

fn count(events: &[Event], action: &str) -> usize {
    events.iter().filter(|event| event.action == action).count()
}

/// The entries in a tenant's own log that tell of a foreign identity.
async fn refusals(tenant: &TenantPlane) -> usize {
    count(&tenant.events().await, "access.cross_tenant")
}

/// The entries that tell of somebody who asked for what the other realm has: the platform's, and a tenant's own.
async fn trespasses(web: &Web, tenant: &TenantPlane) -> [usize; 2] {
    let action = "access.cross_realm";
    [
        count(&web.plane.events().await, action),
        count(&tenant.events().await, action),
    ]
}

#[tokio::test]
async fn a_token_opens_its_own_tenant_and_no_other() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let token = web.owner_token(&acme).await;
    web.send(Ask::get(&acme.host(), "/api/v1/customers").bearer(&token))
        .await
        .expect(200);
    let foreign = Ask::get(&luna.host(), "/api/v1/customers").bearer(&token);
    web.send(foreign).await.expect_problem(403, "cross_tenant");
    assert_eq!(refusals(&luna).await, 1);
    assert_eq!(refusals(&acme).await, 1);
}

#[tokio::test]
async fn a_session_opens_its_own_tenant_and_no_other() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let session = acme.session(&acme.email("owner")).await;
    for path in ["/", "/settings", "/sign-in", "/api/v1/customers"] {
        web.send(Ask::get(&acme.host(), path).session(&session))
            .await
            .expect(200);
        let refused = web
            .send(Ask::get(&luna.host(), path).session(&session))
            .await
            .expect(403);
        assert!(!refused.text().contains("acme"), "{}", refused.text());
    }
    assert_eq!(refusals(&luna).await, 4);
    assert_eq!(refusals(&acme).await, 4);
    web.send(Ask::get(OPERATOR, "/").session(&session))
        .await
        .expect(403);
}

/// I-46: a cookie that a sibling planted beside one's own, before or behind it, makes nobody somebody else.
#[tokio::test]
async fn two_cookies_of_one_name_are_never_the_planted_one() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let own = acme.session(&acme.email("owner")).await;
    let planted = luna.session(&luna.email("owner")).await;
    let name = http_api::session::COOKIE;
    for (first, second) in [(&planted, &own), (&own, &planted)] {
        let cookies = format!("{name}={first}; {name}={second}");
        let ask = Ask::get(&acme.host(), "/api/v1/me").header("cookie", &cookies);
        let reply = web.send(ask).await;
        match reply.status.as_u16() {
            200 => assert_eq!(reply.json()["tenant"]["slug"], "acme"),
            _ => drop(reply.expect_problem(403, "cross_tenant")),
        }
    }
}

/// A domain that changed hands would else lock its visitors out with a cookie that they cannot see.
#[tokio::test]
async fn a_foreign_session_is_taken_from_the_browser() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let session = acme.session(&acme.email("owner")).await;
    let refused = web
        .send(Ask::get(&luna.host(), "/").session(&session))
        .await
        .expect(403);
    let forget = refused.header("set-cookie").unwrap();
    assert!(
        forget.starts_with("__Host-tenantry=; Path=/; Max-Age=0; Secure"),
        "{forget}"
    );
}

#[tokio::test]
async fn an_operators_identity_is_none_of_a_tenant() {
    let web = Web::new().await;
    let (acme, _) = two(&web).await;
    let operator = web.operator().await;
    web.send(Ask::get(&acme.host(), "/api/v1/customers").session(&operator))
        .await
        .expect_problem(403, "cross_tenant");
    assert_eq!(refusals(&acme).await, 1);
    assert_eq!(count(&web.plane.events().await, "access.cross_tenant"), 1);
    web.send(Ask::get(OPERATOR, "/api/v1/customers").session(&operator))
        .await
        .expect_problem(403, "forbidden");
    assert_eq!(trespasses(&web, &acme).await, [1, 0]);
    web.send(Ask::get(OPERATOR, "/api/v1/admin/tenants").session(&operator))
        .await
        .expect(200);
    assert_eq!(trespasses(&web, &acme).await, [1, 0]);
}

/// I-35: the administration is no business of a tenant's owner, whichever of its names is used; both sides have it on
/// record.
#[tokio::test]
async fn an_owner_does_not_administrate() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let token = web.owner_token(&acme).await;
    let mut tried = 0;
    for prefix in [
        "/api/v1/admin/tenants",
        "/api/admin/tenants",
        "/api/tenants",
    ] {
        for path in [
            prefix.to_owned(),
            format!("{prefix}/{}", luna.id()),
            format!("{prefix}/{}/users", acme.id()),
            format!("{prefix}/{}/config", luna.id()),
        ] {
            for host in [acme.host().as_str(), API] {
                let ask = Ask::get(host, &path).bearer(&token);
                web.send(ask).await.expect_problem(403, "forbidden");
                tried += 1;
            }
        }
    }
    assert_eq!(trespasses(&web, &acme).await, [tried, tried]);
    assert_eq!(trespasses(&web, &luna).await, [tried, 0]);
    let own = Ask::get(API, "/api/v1/customers").bearer(&token);
    web.send(own).await.expect(200);
    // Nobody in particular leaves no trace.
    web.send(Ask::get(&acme.host(), "/api/tenants"))
        .await
        .expect_problem(401, "unauthenticated");
    assert_eq!(trespasses(&web, &acme).await, [tried, tried]);
}

#[tokio::test]
async fn on_the_api_host_the_header_names_the_tenant() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let token = web.owner_token(&acme).await;
    let named = |name: &str| {
        Ask::get(API, "/api/v1/me")
            .bearer(&token)
            .header("x-tenant-id", name)
    };
    for name in [
        "acme".to_owned(),
        acme.id().to_string(),
        acme.id().to_string().to_uppercase(),
    ] {
        let me = web.send(named(&name)).await.expect(200).json();
        assert_eq!(me["tenant"]["slug"], "acme", "{name}");
    }
    for name in ["luna".to_owned(), luna.id().to_string()] {
        web.send(named(&name))
            .await
            .expect_problem(403, "cross_tenant");
    }
    web.send(named("nobody"))
        .await
        .expect_problem(404, "tenant_unknown");
    assert_eq!(refusals(&luna).await, 2);
}

/// RES-1: a conflict between header and host is 403. I-31: two headers, or a list, are no way around.
#[tokio::test]
async fn a_header_against_the_host_is_refused() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    let token = web.owner_token(&acme).await;
    let ask = || Ask::get("acme.tenantry.test", "/api/v1/me").bearer(&token);
    web.send(ask().header("x-tenant-id", "acme"))
        .await
        .expect(200);
    web.send(ask().header("x-tenant-id", "luna"))
        .await
        .expect_problem(403, "cross_tenant");
    let session = acme.session(&acme.email("owner")).await;
    let by_session = Ask::get(&acme.host(), "/api/v1/me")
        .session(&session)
        .header("x-tenant-id", "luna");
    web.send(by_session)
        .await
        .expect_problem(403, "cross_tenant");
    let twice = ask()
        .header("x-tenant-id", "acme")
        .header("x-tenant-id", "luna");
    web.send(twice).await.expect_problem(400, "bad_request");
    web.send(ask().header("x-tenant-id", "acme,luna"))
        .await
        .expect_problem(400, "bad_request");
    // What is not the header has no say at all.
    let elsewhere = format!("/api/v1/me?tenant_id={}&x-tenant-id=luna", luna.id());
    let me = web
        .send(Ask::get(&acme.host(), &elsewhere).bearer(&token))
        .await
        .expect(200)
        .json();
    assert_eq!(me["tenant"]["slug"], "acme");
}

#[tokio::test]
async fn lists_hold_own_rows_only() {
    let web = Web::new().await;
    let (acme, luna) = two(&web).await;
    given::customer(&acme, "Ada").await;
    given::customer(&luna, "Canary").await;
    let token = web.owner_token(&acme).await;
    for path in [
        "/api/v1/customers",
        "/api/v1/customers?q=a",
        "/api/v1/users",
        "/api/v1/companies",
        "/api/v1/audit",
    ] {
        let reply = web
            .send(Ask::get(&acme.host(), path).bearer(&token))
            .await
            .expect(200);
        assert!(
            !reply.text().contains("Canary") && !reply.text().contains("luna"),
            "{path}: {}",
            reply.text()
        );
    }
    let page = web
        .send(
            Ask::get(&luna.host(), "/api/v1/customers?limit=1")
                .bearer(&web.owner_token(&luna).await),
        )
        .await;
    assert_eq!(page.expect(200).json()["items"][0]["name"], "Canary");
}
