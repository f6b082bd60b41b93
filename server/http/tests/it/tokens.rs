//! Tokens (IAM-3, I-28, I-47): what is forged, changed or replayed is refused and recorded.

use serde_json::{Value, json};

use crate::{
    client::Ask,
    web::{API, OPERATOR, Web},
};

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_password_answer_alike() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = |email: &str, password: &str| {
        Ask::post("acme.tenantry.test", "/api/v1/auth/token").json(&credentials(email, password))
    };
    web.send(token("owner@acme.test", testkit::PASSWORD))
        .await
        .expect(200);
    let mut nobody = web
        .send(token("nobody@acme.test", testkit::PASSWORD))
        .await
        .expect_problem(401, "unauthenticated");
    let mut wrong = web
        .send(token("owner@acme.test", "wrong password"))
        .await
        .expect_problem(401, "unauthenticated");
    nobody["request_id"].take();
    wrong["request_id"].take();
    assert_eq!(nobody, wrong);
    // The account of another tenant is nobody here.
    web.plane.tenant("luna").build().await;
    web.send(token("owner@luna.test", testkit::PASSWORD))
        .await
        .expect_problem(401, "unauthenticated");
    assert!(
        acme.events()
            .await
            .iter()
            .any(|event| event.action == "session.refused")
    );
}

/// A client that asks everybody for a second factor gets in where there is none; a word of its own is still refused.
#[tokio::test]
async fn a_second_factor_may_be_sent_along() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let token = |name: &str| {
        let mut body = credentials("owner@acme.test", testkit::PASSWORD);
        body[name] = json!("123456");
        Ask::post("acme.tenantry.test", "/api/v1/auth/token").json(&body)
    };
    web.send(token("totp")).await.expect(200);
    web.send(token("otp")).await.expect_problem(422, "invalid");
}

#[tokio::test]
async fn on_the_api_host_the_header_says_whose_account_is_meant() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    web.operator().await;
    let token = |email: &str| {
        Ask::post(API, "/api/v1/auth/token").json(&credentials(email, testkit::PASSWORD))
    };
    web.send(token("owner@acme.test").header("x-tenant-id", "acme"))
        .await
        .expect(200);
    web.send(token("owner@acme.test"))
        .await
        .expect_problem(401, "unauthenticated");
    let operator = web
        .send(token("owner@operators.test"))
        .await
        .expect(200)
        .json();
    let access = operator["access_token"].as_str().unwrap();
    for host in [API, OPERATOR] {
        web.send(Ask::get(host, "/api/v1/admin/tenants").bearer(access))
            .await
            .expect(200);
    }
    web.send(Ask::get("acme.tenantry.test", "/api/v1/me").bearer(access))
        .await
        .expect_problem(403, "cross_tenant");
}

#[tokio::test]
async fn a_token_that_was_touched_is_worth_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let [header, claims, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let flipped = if claims.starts_with('e') {
        claims.replacen('e', "f", 1)
    } else {
        claims.replacen('f', "e", 1)
    };
    // {"alg":"none"} and {"alg":"HS256"}
    let (none, symmetric) = ("eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9");
    let before = acme.events().await.len();
    for forged in [
        format!("{header}.{flipped}.{signature}"),
        format!("{header}.{claims}."),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{symmetric}.{claims}.{signature}"),
        format!("{header}.{claims}"),
        "nonsense".to_owned(),
        "..".to_owned(),
    ] {
        let ask = Ask::get(&acme.host(), "/api/v1/me").bearer(&forged);
        web.send(ask).await.expect_problem(401, "unauthenticated");
    }
    let events = acme.events().await;
    assert_eq!(events.len() - before, 8);
    assert!(
        events[..8]
            .iter()
            .all(|event| event.action == "token.refused")
    );
    web.send(Ask::get(&acme.host(), "/api/v1/me").bearer(&token))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_token_ends_with_its_time() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let ask = || Ask::get("acme.tenantry.test", "/api/v1/me").bearer(&token);
    web.send(ask()).await.expect(200);
    web.plane.clock().advance(chrono::TimeDelta::minutes(11));
    web.send(ask()).await.expect_problem(401, "unauthenticated");
}

/// Using a refresh token twice means that two have it: both are out.
#[tokio::test]
async fn a_refresh_token_works_once() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let first = acme.tokens(&acme.email("owner")).await.refresh_token;
    let refresh = |token: &str| {
        Ask::post("acme.tenantry.test", "/api/v1/auth/refresh")
            .json(&json!({ "refresh_token": token }))
    };
    let next = web.send(refresh(&first)).await.expect(200).json();
    let access = next["access_token"].as_str().unwrap();
    web.send(Ask::get(&acme.host(), "/api/v1/me").bearer(access))
        .await
        .expect(200);
    web.send(refresh(&first))
        .await
        .expect_problem(401, "unauthenticated");
    web.send(refresh(next["refresh_token"].as_str().unwrap()))
        .await
        .expect_problem(401, "unauthenticated");
    web.send(refresh("nonsense"))
        .await
        .expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let web = Web::new().await;
    web.plane.tenant("acme").build().await;
    let guess = || {
        Ask::post("acme.tenantry.test", "/api/v1/auth/token")
            .json(&credentials("owner@acme.test", "a guess"))
    };
    let mut refused = None;
    for _ in 0..8 {
        let reply = web.send(guess()).await;
        if reply.status == 429 {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("a brake");
    assert!(refused.header("retry-after").is_some());
    refused.expect_problem(429, "rate_limited");
}
