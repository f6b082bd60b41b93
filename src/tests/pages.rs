//! Pages, as a browser gets them.

use contract::acts::Role;
use testkit::given;

use super::{
    client::Ask,
    web::{OPERATOR, PUBLIC, Web},
};

fn page(host: &str, path: &str) -> Ask {
    Ask::get(host, path).header("accept", "text/html")
}

#[tokio::test]
async fn every_portal_shows_its_pages_to_its_own_people() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").demo_data().build().await;
    let (operator, owner) = (
        web.operator().await,
        acme.session(&acme.email("owner")).await,
    );
    for path in [
        "/",
        "/tenants",
        "/tenants/new",
        "/plans",
        "/outbox",
        "/servers",
        "/audit",
    ] {
        web.send(page(OPERATOR, path).session(&operator))
            .await
            .expect(200);
        web.send(page(OPERATOR, path)).await.expect(303);
    }
    for path in [
        "/",
        "/customers",
        "/settings",
        "/settings/branding",
        "/settings/users",
        "/settings/companies",
    ] {
        web.send(page(&acme.host(), path).session(&owner))
            .await
            .expect(200);
        web.send(page(&acme.host(), path)).await.expect(303);
    }
    for path in ["/sign-in", "/forgot"] {
        web.send(page(OPERATOR, path)).await.expect(200);
        web.send(page(&acme.host(), path)).await.expect(200);
    }
    web.send(page(PUBLIC, "/")).await.expect(200);
}

#[tokio::test]
async fn a_page_shows_own_rows_and_escapes_them() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    given::customer(&acme, "<script>alert('Ada')</script>").await;
    let foreign = given::customer(&luna, "Canary").await;
    let session = acme.session(&acme.email("owner")).await;
    let html = web
        .send(page(&acme.host(), "/customers").session(&session))
        .await
        .expect(200)
        .text();
    assert!(
        html.contains("&lt;script&gt;alert('Ada')&lt;/script&gt;"),
        "{html}"
    );
    assert!(!html.contains("<script>alert") && !html.contains("Canary"));
    let foreign = page(&acme.host(), &format!("/customers/{}", foreign.id)).session(&session);
    let refused = web.send(foreign).await.expect(403).text();
    assert!(!refused.contains("Canary"));
}

#[tokio::test]
async fn a_page_that_does_not_exist_is_not_found() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (operator, owner) = (
        web.operator().await,
        acme.session(&acme.email("owner")).await,
    );
    web.send(page(OPERATOR, "/nowhere").session(&operator))
        .await
        .expect(404);
    web.send(page(&acme.host(), "/nowhere").session(&owner))
        .await
        .expect(404);
    // A page of another portal is none of this one.
    web.send(page(&acme.host(), "/tenants").session(&owner))
        .await
        .expect(404);
    web.send(page(OPERATOR, "/customers").session(&operator))
        .await
        .expect(404);
    web.send(page(PUBLIC, "/nowhere")).await.expect(404);
}

/// A role is decided where the page asks for its content, whatever the address.
#[tokio::test]
async fn settings_are_closed_to_staff() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Staff).await;
    let staff = acme.session(&acme.email("staff")).await;
    web.send(page(&acme.host(), "/customers").session(&staff))
        .await
        .expect(200);
    web.send(page(&acme.host(), "/settings/users").session(&staff))
        .await
        .expect(403);
}

#[tokio::test]
async fn a_page_trusts_its_own_scripts_only() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let reply = web.send(page(&acme.host(), "/sign-in")).await.expect(200);
        let policy = reply.header("content-security-policy").unwrap().to_owned();
        assert!(
            policy.starts_with("default-src 'self'; script-src 'self' 'nonce-"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned();
        let html = reply.text();
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        for inline in [" style=", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(inline), "{inline}");
        }
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn a_visitor_is_given_no_session_for_looking() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    for host in [acme.host().as_str(), OPERATOR, PUBLIC] {
        assert_eq!(
            web.send(page(host, "/sign-in")).await.header("set-cookie"),
            None
        );
    }
}

#[tokio::test]
async fn the_chosen_look_is_on_the_page() {
    let web = Web::new().await;
    let dark = page(OPERATOR, "/sign-in").header("cookie", "theme=dark");
    assert!(
        web.send(dark)
            .await
            .expect(200)
            .text()
            .contains("data-theme=\"dark\"")
    );
}
