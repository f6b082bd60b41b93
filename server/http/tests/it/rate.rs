//! How often somebody may ask (QUO-3).

use std::num::NonZeroU32;

use contract::acts::OperatorRole;
use http_api::HttpSettings;

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

#[tokio::test]
async fn one_account_uses_up_its_own_quota_and_no_others() {
    let settings = HttpSettings {
        signed_per_minute: NonZeroU32::new(3).unwrap(),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let (token, other) = (web.owner_token(&acme).await, web.owner_token(&luna).await);
    let ask = || Ask::get("acme.tenantry.test", "/api/v1/me").bearer(&token);
    for left in ["2", "1", "0"] {
        let reply = web.send(ask()).await.expect(200);
        assert_eq!(reply.header("ratelimit-limit"), Some("3"));
        assert_eq!(reply.header("ratelimit-remaining"), Some(left));
        let reset: u32 = reply.header("ratelimit-reset").unwrap().parse().unwrap();
        assert!((1..=60).contains(&reset), "{reset}");
    }
    let refused = web.send(ask()).await;
    let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(refused.header("ratelimit-remaining"), Some("0"));
    refused.expect_problem(429, "rate_limited");
    web.send(Ask::get(&luna.host(), "/api/v1/me").bearer(&other))
        .await
        .expect(200);
}

/// Operators sit behind one address as often as not, and each has a quota all the same.
#[tokio::test]
async fn one_operator_does_not_use_up_anothers_quota() {
    let settings = HttpSettings {
        signed_per_minute: NonZeroU32::new(2).unwrap(),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let one = web.operator().await;
    let other = web.plane.operator_session(OperatorRole::Support).await;
    let ask = |session: &str| Ask::get(OPERATOR, "/api/v1/me").session(session);
    for _ in 0..2 {
        web.send(ask(&one)).await.expect(200);
    }
    web.send(ask(&one))
        .await
        .expect_problem(429, "rate_limited");
    web.send(ask(&other)).await.expect(200);
}

#[tokio::test]
async fn without_an_account_the_address_counts() {
    let settings = HttpSettings {
        anonymous_per_minute: NonZeroU32::new(2).unwrap(),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let ask = || Ask::get("api.tenantry.test", "/api/openapi.json");
    for _ in 0..2 {
        web.send(ask()).await.expect(200);
    }
    web.send(ask()).await.expect_problem(429, "rate_limited");
    let page = web.send(Ask::get("tenantry.test", "/")).await.expect(429);
    assert!(page.text().contains("Too many requests"));
}

/// A refusal is on record in two logs, so nobody may have as many as they like.
#[tokio::test]
async fn whoever_is_refused_again_and_again_is_not_looked_at() {
    let settings = HttpSettings {
        anonymous_per_minute: NonZeroU32::new(3).unwrap(),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let foreign = web.owner_token(&luna).await;
    let ask = || Ask::get(&acme.host(), "/api/v1/me").bearer(&foreign);
    for _ in 0..3 {
        web.send(ask()).await.expect_problem(403, "cross_tenant");
    }
    let on_record = acme.events().await.len();
    for _ in 0..5 {
        let refused = web.send(ask()).await;
        let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=20).contains(&wait), "{wait}");
        refused.expect_problem(429, "rate_limited");
    }
    assert_eq!(acme.events().await.len(), on_record);
}
