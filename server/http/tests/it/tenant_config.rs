//! The settings of a tenant in the hands of an operator (API-2).

use contract::{acts::OperatorRole, tenants::Tenants};
use serde_json::json;
use testkit::TenantPlane;

use crate::{
    client::{Ask, Reply},
    web::{OPERATOR, Web},
};

fn config(prefix: &str, tenant: &TenantPlane) -> String {
    format!("{prefix}/{}/config", tenant.id())
}

async fn put(web: &Web, session: &str, path: &str, time_zone: &str) -> Reply {
    let ask = Ask::new(axum::http::Method::PUT, OPERATOR, path).session(session);
    web.send(ask.json(&json!({ "time_zone": time_zone }))).await
}

#[tokio::test]
async fn an_operator_sets_what_the_tenant_then_reads() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let operator = web.operator().await;
    for (version, prefix) in ["/api/v1/admin/tenants", "/api/tenants"].iter().enumerate() {
        let path = config(prefix, &acme);
        let shown = web.send(Ask::get(OPERATOR, &path).session(&operator)).await;
        let tag = format!("\"{}\"", version + 1);
        assert_eq!(shown.expect(200).header("etag"), Some(tag.as_str()));
        let changed = put(&web, &operator, &path, "Europe/Berlin")
            .await
            .expect(200);
        assert_eq!(changed.json()["version"], version + 2);
    }
    let token = web.owner_token(&acme).await;
    let own = Ask::get(&acme.host(), "/api/v1/tenant/config").bearer(&token);
    let own = web.send(own).await.expect(200).json();
    assert_eq!(own["time_zone"], "Europe/Berlin");
    for events in [web.plane.events().await, acme.events().await] {
        let changes = events
            .iter()
            .filter(|event| event.action == "config.update");
        let actors: Vec<_> = changes.map(|event| event.actor_kind.as_str()).collect();
        assert_eq!(actors, ["operator", "operator"]);
    }
}

#[tokio::test]
async fn nobody_else_does_and_nobody_while_it_is_suspended() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let path = config("/api/tenants", &acme);
    let operator = web.operator().await;
    let auditor = web.plane.operator_session(OperatorRole::Auditor).await;
    let read = || Ask::get(OPERATOR, &path).session(&auditor);
    web.send(read()).await.expect(200);
    put(&web, &auditor, &path, "Europe/Berlin")
        .await
        .expect_problem(403, "forbidden");
    let wrong = put(&web, &operator, &path, "a b").await;
    let wrong = wrong.expect_problem(422, "invalid");
    assert!(wrong["fields"]["time_zone"].is_string(), "{wrong}");
    let desk = web.plane.operator().await;
    desk.tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    put(&web, &operator, &path, "Europe/Berlin")
        .await
        .expect_problem(403, "tenant_suspended");
    web.send(read()).await.expect(200);
    desk.tenant_resume(acme.id()).await.unwrap();
    put(&web, &operator, &path, "Europe/Berlin")
        .await
        .expect(200);
    let nobody = "/api/tenants/00000000-0000-0000-0000-000000000000/config";
    web.send(Ask::get(OPERATOR, nobody).session(&operator))
        .await
        .expect_problem(404, "not_found");
}
