//! A provisioning as it happens, and what changes for whoever has a workspace open.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{HeaderName, Method, Request, header, request::Builder},
};
use contract::{
    acts::{Act, OperatorRole, Role},
    branding::{BrandingDesk, BrandingDraft},
    logo::LogoDesk,
    modules::{ModuleSwitch, Modules},
    roles::{RoleDraft, Roles},
    tenants::Tenants,
    users::Users,
    visits::{VisitDraft, Visiting},
    vocabulary::Term,
};
use futures_util::{FutureExt, StreamExt};
use serde_json::Value;
use testkit::{TenantPlane, given};
use tower::ServiceExt;

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

/// The next event as it came; none if the stream has ended.
async fn event(stream: &mut BodyDataStream) -> Option<String> {
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(20), stream.next())
            .await
            .expect("a sign of life")?;
        let text = String::from_utf8(chunk.unwrap().to_vec()).unwrap();
        if text.contains("data: ") {
            return Some(text);
        }
    }
}

async fn next(stream: &mut BodyDataStream) -> Option<Value> {
    let event = event(stream).await?;
    let data = event.strip_prefix("data: ").unwrap();
    Some(serde_json::from_str(data.trim()).unwrap())
}

/// The id of the next event of a workspace.
async fn next_id(stream: &mut BodyDataStream) -> Option<String> {
    let event = event(stream).await?;
    let id = event.lines().find_map(|line| line.strip_prefix("id: "));
    Some(id.unwrap().to_owned())
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
    open(web, request).await
}

/// The same of a workspace, by somebody who knows an event already, or none.
async fn follow_workspace(
    web: &Web,
    tenant: &TenantPlane,
    session: &str,
    known: Option<&str>,
) -> BodyDataStream {
    let request = Request::get("/api/v1/me/events")
        .header(header::HOST, tenant.host())
        .header(header::COOKIE, cookie(session));
    let request = match known {
        Some(id) => request.header("last-event-id", id),
        None => request,
    };
    open(web, request).await
}

async fn open(web: &Web, request: Builder) -> BodyDataStream {
    let request = request.body(Body::empty()).unwrap();
    let response = web.router.clone().oneshot(request).await.unwrap();
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

async fn switch(tenant: &TenantPlane, enabled: bool) {
    let switch = ModuleSwitch {
        enabled,
        confirm: true,
    };
    let owner = tenant.owner().await;
    let module = owner.module_switch("referrals".into(), switch).await;
    assert_eq!(module.unwrap().status.is_enabled(), enabled);
}

/// What frames a page is told at once, whoever changes it: words, colours, roles, and who is visiting.
#[tokio::test]
async fn what_frames_a_page_is_told_to_whoever_has_it_open() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let role = given::role(&acme, "Front desk", &[Act::CustomerRead]).await;
    let user = given::user(&acme, "Fay", &acme.email("fay"), Role::Staff).await;
    let session = acme.session(&acme.email("fay")).await;
    let mut stream = follow_workspace(&web, &acme, &session, None).await;
    let mut known = vec![next_id(&mut stream).await.unwrap()];
    let support = web.plane.operator_with(OperatorRole::Support).await;
    for change in 0..6 {
        match change {
            0 => drop(
                owner
                    .user_set_role(user.id, role.key.clone(), None)
                    .await
                    .unwrap(),
            ),
            1 => {
                let draft = RoleDraft {
                    name: "Front desk".into(),
                    acts: vec![
                        Act::CustomerWrite.to_string(),
                        Act::CustomerRead.to_string(),
                    ],
                };
                owner
                    .role_update(role.key.clone(), draft, None)
                    .await
                    .unwrap();
            }
            2 => {
                let draft = BrandingDraft {
                    display_name: "Acme & Daughters".into(),
                    primary_color: "#2563eb".into(),
                    secondary_color: "#0f172a".into(),
                    ..BrandingDraft::default()
                };
                owner.branding_update(draft, None).await.unwrap();
            }
            3 => {
                let mut config = owner.config_get().await.unwrap().config;
                let guest = Term::new("Guest", "Guests");
                config.vocabulary.0.insert("customer".into(), guest);
                owner.config_update(config, None).await.unwrap();
            }
            4 => drop(
                owner
                    .logo_update(given::PICTURE.to_vec(), None)
                    .await
                    .unwrap(),
            ),
            _ => {
                let visit = VisitDraft {
                    reason: "The calendar shows a wrong day.".into(),
                    minutes: "30".into(),
                    may_write: false,
                };
                support.visit_ask(acme.id(), visit).await.unwrap();
            }
        }
        let news = next_id(&mut stream).await.unwrap();
        assert!(!known.contains(&news), "change {change}");
        known.push(news);
    }
}

/// MOD-3: at once, in every open session of the tenant, and of no other.
#[tokio::test]
async fn a_switch_is_told_to_every_open_session_of_the_tenant() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let mut streams = Vec::new();
    for role in [Role::Staff, Role::Manager] {
        acme.user(role).await;
        let session = acme.session(&acme.email(role.as_str())).await;
        streams.push(follow_workspace(&web, &acme, &session, None).await);
    }
    luna.user(Role::Staff).await;
    let elsewhere = luna.session(&luna.email("staff")).await;
    let mut elsewhere = follow_workspace(&web, &luna, &elsewhere, None).await;
    next_id(&mut elsewhere).await.unwrap();
    for stream in &mut streams {
        let before = next_id(stream).await.unwrap();
        switch(&acme, true).await;
        let with = next_id(stream).await.unwrap();
        switch(&acme, false).await;
        assert_ne!(with, before);
        let after = next_id(stream).await.unwrap();
        assert_eq!(after, before, "all is as it was");
    }
    switch(&luna, true).await;
    assert!(next_id(&mut elsewhere).await.is_some());
    let heard = elsewhere.next().now_or_never();
    assert!(
        heard.is_none(),
        "of its own switch it was told once, and of the others never"
    );
}

#[tokio::test]
async fn who_comes_back_hears_what_is_new_alone() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Staff).await;
    let session = acme.session(&acme.email("staff")).await;
    let mut stream = follow_workspace(&web, &acme, &session, None).await;
    let known = next_id(&mut stream).await.unwrap();
    drop(stream);
    let mut again = follow_workspace(&web, &acme, &session, Some(&known)).await;
    let (id, ()) = tokio::join!(next_id(&mut again), switch(&acme, true));
    assert_ne!(id.unwrap(), known);
    let mut late = follow_workspace(&web, &acme, &session, Some(&known)).await;
    assert_ne!(next_id(&mut late).await.unwrap(), known);
}

/// IAM-3: who is signed out hears nothing more, and nobody comes in.
#[tokio::test]
async fn who_is_signed_out_of_a_workspace_hears_nothing_more() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Staff).await;
    let session = acme.session(&acme.email("staff")).await;
    let mut stream = follow_workspace(&web, &acme, &session, None).await;
    next_id(&mut stream).await.unwrap();
    web.send(Ask::new(Method::DELETE, &acme.host(), "/api/v1/me/sessions").session(&session))
        .await
        .expect(204);
    switch(&acme, true).await;
    assert_eq!(next_id(&mut stream).await, None);
    let events = || Ask::get(&acme.host(), "/api/v1/me/events");
    web.send(events())
        .await
        .expect_problem(401, "unauthenticated");
    web.send(events().session(&session))
        .await
        .expect_problem(401, "unauthenticated");
}

/// A browser opens one for each page; somebody who opens more and more does not keep others from theirs.
#[tokio::test]
async fn an_account_has_twenty_streams_open_at_most() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let mut sessions = Vec::new();
    for role in [Role::Staff, Role::Manager] {
        acme.user(role).await;
        sessions.push(acme.session(&acme.email(role.as_str())).await);
    }
    let (staff, manager) = (&sessions[0], &sessions[1]);
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(follow_workspace(&web, &acme, staff, None).await);
    }
    let one_more = Ask::get(&acme.host(), "/api/v1/me/events").session(staff);
    let refused = web.send(one_more).await;
    refused.expect_problem(429, "rate_limited");
    open.push(follow_workspace(&web, &acme, manager, None).await);
    drop(open.swap_remove(0));
    let mut stream = follow_workspace(&web, &acme, staff, None).await;
    assert!(next_id(&mut stream).await.is_some());
}

/// A stream outlives a fault that passes: nobody would open it again (MOD-3).
#[tokio::test]
async fn a_fault_that_passes_ends_no_stream() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Staff).await;
    let session = acme.session(&acme.email("staff")).await;
    let mut stream = follow_workspace(&web, &acme, &session, None).await;
    let known = next_id(&mut stream).await.unwrap();
    let fail = "ALTER TABLE platform.tenants RENAME TO away;";
    let look = format!(
        "{fail} SELECT pg_notify('tenantry_tenant', '{}')",
        acme.id()
    );
    web.plane.sabotage(&look).await;
    let heard = tokio::time::timeout(Duration::from_secs(1), stream.next()).await;
    assert!(heard.is_err(), "neither news nor an end");
    web.plane
        .sabotage("ALTER TABLE platform.away RENAME TO tenants")
        .await;
    switch(&acme, true).await;
    assert_ne!(next_id(&mut stream).await.unwrap(), known);
}
