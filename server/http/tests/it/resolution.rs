//! Which site answers at which host (RES-1).

use contract::tenants::Tenants;

use crate::{
    client::Ask,
    web::{API, OPERATOR, PUBLIC, Web},
};

#[tokio::test]
async fn a_tenant_answers_at_its_own_host_however_it_is_written() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for host in [
        "acme.tenantry.test",
        "ACME.Tenantry.Test",
        "acme.tenantry.test:8443",
        "acme.tenantry.test.",
    ] {
        let me = web
            .send(Ask::get(host, "/api/v1/me").bearer(&token))
            .await
            .expect(200)
            .json();
        assert_eq!(me["tenant"]["slug"], "acme", "{host}");
    }
}

/// RES-1, I-60: unknown is 404, the same for pages and API.
#[tokio::test]
async fn an_unknown_host_has_nothing() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    for host in [
        "nobody.tenantry.test",
        "acme.tenantry.test.evil.test",
        "acmetenantry.test",
        "a.acme.tenantry.test",
        "xn--acme-.tenantry.test",
        "evil.test",
        "127.0.0.1:8080",
        "[::1]:8080",
    ] {
        web.send(Ask::get(host, "/api/v1/me"))
            .await
            .expect_problem(404, "tenant_unknown");
        let page = web.send(Ask::get(host, "/")).await.expect(404);
        assert!(
            page.text()
                .contains("There is no workspace at this address."),
            "{host}"
        );
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
    }
}

#[tokio::test]
async fn a_request_without_one_clear_host_is_refused() {
    let web = Web::new().await;
    for hosts in [&["a.test", "b.test"][..], &["a b"], &[""]] {
        let mut ask = Ask::get(hosts[0], "/api/v1/me");
        for host in &hosts[1..] {
            ask = ask.header("host", host);
        }
        web.send(ask).await.expect_problem(400, "bad_request");
    }
}

/// I-36: what a client writes into forwarded headers has no say.
#[tokio::test]
async fn forwarded_hosts_are_not_believed() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let ask = Ask::get("nobody.tenantry.test", "/api/v1/me")
        .header("x-forwarded-host", "acme.tenantry.test")
        .header("forwarded", "host=acme.tenantry.test");
    web.send(ask).await.expect_problem(404, "tenant_unknown");
}

/// I-37: a closed tenant is closed by every door, with the tokens it had.
#[tokio::test]
async fn a_deactivated_tenant_is_unknown_and_its_tokens_are_dead() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let refresh = acme.tokens(&acme.email("owner")).await.refresh_token;
    let at_home = || Ask::get("acme.tenantry.test", "/api/v1/me").bearer(&token);
    let by_header = || {
        Ask::get(API, "/api/v1/me")
            .bearer(&token)
            .header("x-tenant-id", "acme")
    };
    let without_header = || Ask::get(API, "/api/v1/me").bearer(&token);
    for ask in [at_home(), by_header(), without_header()] {
        web.send(ask).await.expect(200);
    }
    web.plane
        .operator()
        .await
        .tenant_deactivate(acme.id(), String::new())
        .await
        .unwrap();
    for ask in [at_home(), by_header()] {
        web.send(ask).await.expect_problem(404, "tenant_unknown");
    }
    let status = web.send(without_header()).await.status.as_u16();
    assert!(matches!(status, 401 | 404), "{status}");
    let again = Ask::post(API, "/api/v1/auth/refresh")
        .json(&serde_json::json!({ "refresh_token": refresh }));
    let status = web.send(again).await.status.as_u16();
    assert!(matches!(status, 401 | 404), "{status}");
    web.plane
        .operator()
        .await
        .tenant_restore(acme.id())
        .await
        .unwrap();
    web.send(at_home()).await.expect(200);
}

#[tokio::test]
async fn the_fixed_hosts_answer_for_themselves() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let me = web
        .send(Ask::get(OPERATOR, "/api/v1/me").session(&operator))
        .await
        .expect(200)
        .json();
    assert_eq!(me["realm"], "operator");
    web.send(Ask::get(PUBLIC, "/")).await.expect(200);
    web.send(Ask::get(PUBLIC, "/api/v1/me"))
        .await
        .expect_problem(404, "not_found");
    web.send(Ask::get(API, "/")).await.expect(404);
    for host in [OPERATOR, PUBLIC, API] {
        web.send(Ask::get(host, "/api/openapi.json"))
            .await
            .expect(200);
        let keys = web
            .send(Ask::get(host, "/.well-known/jwks.json"))
            .await
            .expect(200)
            .json();
        assert_eq!(keys["keys"][0]["alg"], "EdDSA");
    }
}

#[tokio::test]
async fn health_is_told_to_whoever_asks() {
    let web = Web::new().await;
    for host in [PUBLIC, "10.0.0.7:8080", "evil.test"] {
        web.send(Ask::get(host, "/healthz")).await.expect(200);
        web.send(Ask::get(host, "/readyz")).await.expect(200);
    }
    web.plane.database().close().await;
    web.send(Ask::get(PUBLIC, "/healthz")).await.expect(200);
    web.send(Ask::get(PUBLIC, "/readyz"))
        .await
        .expect_problem(503, "unavailable");
}
