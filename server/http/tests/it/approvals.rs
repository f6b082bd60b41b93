//! Closing a tenant through the API of an installation that wants two operators for it (IAM-5).

use axum::http::Method;
use contract::acts::OperatorRole;
use http_api::HttpSettings;
use serde_json::{Value, json};
use testkit::Plane;

use crate::{
    client::{Ask, Identity},
    web::{OPERATOR, Web},
};

const APPROVALS: &str = "/api/v1/admin/approvals";

#[tokio::test]
async fn a_tenant_is_closed_by_two() {
    let plane = Plane::with(|settings| settings.destructive_needs_two = true).await;
    let web = Web::before(plane, HttpSettings::default());
    let acme = web.plane.tenant("acme").build().await;
    let first = Identity::Session(web.operator().await);
    web.plane.operator_session(OperatorRole::Support).await;
    let other = web.plane.operator_tokens(OperatorRole::Support).await;
    let other = Identity::Token(other.access_token);
    let tenant = format!("/api/v1/admin/tenants/{}", acme.id());
    let close = |reason: &str| {
        let path = format!("{tenant}/deactivation");
        let ask = Ask::post(OPERATOR, &path).by(&first);
        ask.json(&json!({ "reason": reason }))
    };
    let bare = Ask::new(Method::DELETE, OPERATOR, &tenant).by(&first);
    for unreasoned in [bare, close(" ")] {
        let unreasoned = web.send(unreasoned).await;
        let unreasoned = unreasoned.expect_problem(422, "invalid");
        assert_eq!(unreasoned["fields"]["reason"], "Enter a reason.");
    }
    let asked = web.send(close("The contract ended.")).await;
    let asked = asked.expect(202).json();
    assert_eq!(asked["state"], "waiting");
    assert_eq!(asked["reason"], "The contract ended.");
    assert_eq!(asked["tenant_id"], acme.id().to_string());
    let twice = web.send(close("Again.")).await;
    twice.expect_problem(409, "conflict");

    let status = async || {
        let shown = web.send(Ask::get(OPERATOR, &tenant).by(&first)).await;
        shown.expect(200).json()["status"].clone()
    };
    assert_eq!(status().await, "active");
    let waiting = format!("{APPROVALS}?state=waiting&tenant={}", acme.id());
    let waiting = web.send(Ask::get(OPERATOR, &waiting).by(&other)).await;
    assert_eq!(waiting.expect(200).json()["items"], json!([asked]));
    let decision = format!("{APPROVALS}/{}/decision", asked["id"].as_str().unwrap());
    let decide = |by: &Identity| {
        let ask = Ask::new(Method::PUT, OPERATOR, &decision).by(by);
        ask.json(&json!({ "approve": true, "note": "Seen the letter." }))
    };
    let own: Value = web
        .send(decide(&first))
        .await
        .expect_problem(403, "forbidden");
    assert_eq!(
        own["title"],
        "You asked for this yourself. Another operator decides."
    );
    assert_eq!(status().await, "active");
    let done = web.send(decide(&other)).await.expect(200).json();
    assert_eq!(done["state"], "approved");
    assert_eq!(done["decided_by_name"], "Operator (support)");
    assert_eq!(status().await, "inactive");
    web.send(decide(&other))
        .await
        .expect_problem(409, "conflict");
}
