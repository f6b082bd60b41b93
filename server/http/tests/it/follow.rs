//! A provisioning as it happens.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{Request, header},
};
use contract::tenants::Tenants;
use futures_util::StreamExt;
use serde_json::Value;
use tower::ServiceExt;

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

async fn next(stream: &mut BodyDataStream) -> Option<Value> {
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(20), stream.next())
            .await
            .expect("a sign of life")?;
        let text = String::from_utf8(chunk.unwrap().to_vec()).unwrap();
        if let Some(data) = text.strip_prefix("data: ") {
            return Some(serde_json::from_str(data.trim()).unwrap());
        }
    }
}

#[tokio::test]
async fn every_change_is_told_until_the_tenant_is_live() {
    let web = Web::new().await;
    let session = web.operator().await;
    let acme = web.plane.tenant("acme").order().await;
    let request = Request::get(format!("/api/v1/admin/tenants/{}/events", acme.id()))
        .header(header::HOST, OPERATOR)
        .header(
            header::COOKIE,
            format!("{}={session}", http_api::session::COOKIE),
        );
    let response = web
        .router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    let mut stream = response.into_body().into_data_stream();
    let first = next(&mut stream).await.unwrap();
    assert_eq!(first["status"], "provisioning");
    let (mut last, ()) = tokio::join!(
        async {
            let mut last = first;
            while let Some(event) = next(&mut stream).await {
                last = event;
            }
            last
        },
        async {
            web.plane.provision(acme.id()).await;
        },
    );
    assert_eq!(last["status"].take(), "active");
    assert!(last["provisioning"]["took_ms"].is_number());
}

#[tokio::test]
async fn what_has_ended_is_told_once() {
    let web = Web::new().await;
    let session = web.operator().await;
    let acme = web.plane.tenant("acme").build().await;
    let path = format!("/api/v1/admin/tenants/{}/events", acme.id());
    let reply = web
        .send(Ask::get(OPERATOR, &path).session(&session))
        .await
        .expect(200);
    assert_eq!(reply.text().matches("data: ").count(), 1);
    let tenant = web
        .plane
        .operator()
        .await
        .tenant_get(acme.id())
        .await
        .unwrap();
    assert!(reply.text().contains(tenant.row.status.as_str()));
    let nobody = "/api/v1/admin/tenants/00000000-0000-0000-0000-000000000000/events";
    web.send(Ask::get(OPERATOR, nobody).session(&session))
        .await
        .expect_problem(404, "not_found");
    web.send(Ask::get(OPERATOR, &path))
        .await
        .expect_problem(401, "unauthenticated");
}
