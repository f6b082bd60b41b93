//! The headers of every answer (I-58).

use crate::{
    client::Ask,
    web::{OPERATOR, PUBLIC, Web},
};

#[tokio::test]
async fn every_answer_is_sealed() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for ask in [
        Ask::get(PUBLIC, "/"),
        Ask::get(PUBLIC, "/healthz"),
        Ask::get(PUBLIC, "/api/docs"),
        Ask::get(OPERATOR, "/"),
        Ask::get("nobody.tenantry.test", "/"),
        Ask::get(&acme.host(), "/api/v1/me"),
        Ask::get(&acme.host(), "/api/v1/me").bearer(&token),
    ] {
        let reply = web.send(ask).await;
        let has = |name: &str, part: &str| {
            let value = reply.header(name).unwrap_or_default();
            assert!(
                value.contains(part),
                "{name}: {value:?} of {}",
                reply.text()
            );
        };
        has("x-content-type-options", "nosniff");
        has("x-frame-options", "DENY");
        has("referrer-policy", "same-origin");
        has("permissions-policy", "camera=()");
        has("cross-origin-opener-policy", "same-origin");
        has("cross-origin-resource-policy", "same-origin");
        has("content-security-policy", "frame-ancestors 'none'");
        has("cache-control", "no-store");
        has("vary", "Cookie, Host");
        has("strict-transport-security", "max-age=31536000");
        has("x-request-id", "-");
    }
}

/// A mail may hold anything. Its own page may frame it, and there it does nothing.
#[tokio::test]
async fn the_html_of_a_mail_is_framed_by_our_pages_alone_and_does_nothing() {
    let web = Web::new().await;
    web.plane.tenant("mailed").owner_invited().build().await;
    let mail = web.plane.mails().await[0].row.id;
    let ask = || Ask::get(OPERATOR, &format!("/api/v1/admin/mails/{mail}/html"));
    assert_eq!(web.send(ask()).await.status, 401);
    let reply = web.send(ask().session(&web.operator().await)).await;
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("<p"));
    let policy = reply.header("content-security-policy").unwrap();
    for part in [
        "sandbox;",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("script-src") && !policy.contains("allow-"));
    assert_eq!(reply.header("x-frame-options"), Some("SAMEORIGIN"));
}

#[tokio::test]
async fn the_request_id_is_the_callers_if_it_is_a_token() {
    let web = Web::new().await;
    let ask = |id: &str| Ask::get("nobody.tenantry.test", "/api/v1/me").header("x-request-id", id);
    let reply = web.send(ask("abc-123")).await;
    assert_eq!(reply.header("x-request-id"), Some("abc-123"));
    assert_eq!(reply.json()["request_id"], "abc-123");
    let reply = web.send(ask("{\"level\":\"info\"}")).await;
    assert_ne!(reply.header("x-request-id"), Some("{\"level\":\"info\"}"));
    assert_eq!(
        reply.json()["request_id"],
        reply.header("x-request-id").unwrap()
    );
}
