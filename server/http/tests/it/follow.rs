//! A provisioning as it happens.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{HeaderName, Method, Request, header},
};
use contract::{acts::OperatorRole, tenants::Tenants};
use futures_util::StreamExt;
use serde_json::Value;
use testkit::TenantPlane;
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

async fn follow(
    web: &Web,
    tenant: &TenantPlane,
    name: HeaderName,
    identity: &str,
) -> BodyDataStream {
    let request = Request::get(format!("/api/v1/admin/tenants/{}/events", tenant.id()))
        .header(header::HOST, OPERATOR)
        .header(name, identity);
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
    response.into_body().into_data_stream()
}

fn cookie(session: &str) -> String {
    format!("{}={session}", http_api::session::COOKIE)
}

#[tokio::test]
async fn every_change_is_told_until_the_tenant_is_live() {
    let web = Web::new().await;
    let session = web.operator().await;
    let acme = web.plane.tenant("acme").order().await;
    let mut stream = follow(&web, &acme, header::COOKIE, &cookie(&session)).await;
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

/// What ends an account or a session ends what they listen to (IAM-3).
#[tokio::test]
async fn whoever_is_signed_out_is_told_nothing_more() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").order().await;
    let session = web.operator().await;
    let again = web.operator().await;
    let mut by_session = follow(&web, &acme, header::COOKIE, &cookie(&session)).await;
    web.plane.operator_with(OperatorRole::Support).await;
    let token = web
        .plane
        .operator_tokens(OperatorRole::Support)
        .await
        .access_token;
    let mut by_token = follow(
        &web,
        &acme,
        header::AUTHORIZATION,
        &format!("Bearer {token}"),
    )
    .await;
    let other = web.plane.operator_session(OperatorRole::Auditor).await;
    let mut by_another = follow(&web, &acme, header::COOKIE, &cookie(&other)).await;
    for stream in [&mut by_session, &mut by_token, &mut by_another] {
        assert_eq!(next(stream).await.unwrap()["status"], "provisioning");
    }

    web.send(Ask::new(Method::DELETE, OPERATOR, "/api/v1/me/sessions").session(&again))
        .await
        .expect(204);
    web.plane.sabotage("UPDATE platform.operators SET access_version = access_version + 1 WHERE role = 'support'").await;

    let (ended, also_ended, mut told, ()) = tokio::join!(
        next(&mut by_session),
        next(&mut by_token),
        async {
            let mut last = None;
            while let Some(event) = next(&mut by_another).await {
                last = Some(event);
            }
            last.unwrap()
        },
        async {
            web.plane.provision(acme.id()).await;
        },
    );
    assert_eq!(ended, None);
    assert_eq!(also_ended, None);
    assert_eq!(
        told["status"].take(),
        "active",
        "who is still signed in is told"
    );
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
