//! Requests that another site has a browser send (I-51).

use serde_json::json;

use crate::{client::Ask, web::Web};

#[tokio::test]
async fn another_site_cannot_write_with_the_visitors_session() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let session = acme.session(&acme.email("owner")).await;
    let write = || {
        Ask::post(&host, "/api/v1/customers")
            .session(&session)
            .json(&json!({ "name": "Ada" }))
    };
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        // Tenants are same-site with each other and still no friends.
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.test"),
        ("origin", "https://luna.tenantry.test"),
        ("origin", "https://acme.tenantry.test.evil.test"),
        ("origin", "null"),
    ] {
        let refused = web.send(write().header(name, value)).await;
        refused.expect_problem(403, "forbidden");
    }
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://acme.tenantry.test"),
    ] {
        web.send(write().header(name, value)).await.expect(201);
    }
    let list = web
        .send(Ask::get(&host, "/api/v1/customers").session(&session))
        .await
        .expect(200)
        .json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn reading_is_not_writing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let read = Ask::get(&acme.host(), "/api/v1/customers")
        .session(&session)
        .header("sec-fetch-site", "cross-site");
    let reply = web.send(read).await.expect(200);
    // No other site's code may look at the answer, or embed it.
    assert_eq!(reply.header("access-control-allow-origin"), None);
    assert_eq!(
        reply.header("cross-origin-resource-policy"),
        Some("same-origin")
    );
}
