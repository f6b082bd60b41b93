//! The logo by the API (I-53).

use axum::http::Method;
use serde_json::{Value, json};
use testkit::{TenantPlane, given};

use crate::{
    client::{Ask, Reply},
    web::Web,
};

const PATH: &str = "/api/v1/tenant/branding/logo";

async fn put(web: &Web, tenant: &TenantPlane, kind: &str, picture: impl Into<Vec<u8>>) -> Reply {
    let ask = Ask::new(Method::PUT, &tenant.host(), PATH).body(kind, picture.into());
    web.send(ask.bearer(&web.owner_token(tenant).await)).await
}

#[tokio::test]
async fn a_logo_comes_and_goes_with_the_branding() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let put = put(&web, &acme, "image/png", given::PICTURE)
        .await
        .expect(200);
    let branding = put.json();
    assert_eq!(
        put.header("etag"),
        Some(&*format!("\"{}\"", branding["version"]))
    );
    let path = branding["logo"].as_str().unwrap();
    assert!(
        path.starts_with("/brand/") && path.ends_with("/logo.png"),
        "{path}"
    );
    let token = web.owner_token(&acme).await;
    let show = Ask::get(&acme.host(), "/api/v1/tenant/branding").bearer(&token);
    assert_eq!(web.send(show).await.expect(200).json(), branding);

    let delete = || Ask::new(Method::DELETE, &acme.host(), PATH).bearer(&token);
    let stale = web.send(delete().header("if-match", "\"1\"")).await;
    stale.expect_problem(412, "precondition_failed");
    let gone = web.send(delete()).await.expect(200).json();
    assert_eq!(gone["logo"], Value::Null);
    web.send(delete()).await.expect_problem(409, "conflict");
}

#[tokio::test]
async fn what_is_no_picture_changes_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    for kind in [
        "image/svg+xml",
        "image/gif",
        "text/html",
        "application/json",
        "image/png; q=1",
    ] {
        let refused = put(&web, &acme, kind, svg).await;
        refused.expect_problem(415, "unsupported_media_type");
    }
    // The bytes decide, whatever they are called.
    let problem = put(&web, &acme, "image/png", svg)
        .await
        .expect_problem(422, "invalid");
    assert!(
        problem["fields"]["logo"].as_str().unwrap().contains("SVG"),
        "{problem}"
    );
    let large = put(&web, &acme, "image/png", vec![0; 1_000_001]).await;
    large.expect_problem(413, "too_large");
    put(&web, &acme, "image/jpeg", given::PICTURE)
        .await
        .expect(200);

    let token = web.owner_token(&acme).await;
    let stale = Ask::new(Method::PUT, &acme.host(), PATH).header("if-match", "\"1\"");
    let stale = stale.body("image/png", given::PICTURE).bearer(&token);
    web.send(stale)
        .await
        .expect_problem(412, "precondition_failed");
    let show = Ask::get(&acme.host(), "/api/v1/tenant/branding").bearer(&token);
    assert_eq!(web.send(show).await.expect(200).json()["version"], json!(2));
}
