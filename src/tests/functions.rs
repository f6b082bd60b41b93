//! What every server function does alike, found by enumeration (ISO-5, I-50). The attacks are in [`attack`](super::attack).

use axum::http::Method;
use contract::audit::Event;
use leptos::server_fn::axum::server_fn_paths;
use testkit::TenantPlane;

use super::{
    client::Ask,
    web::{OPERATOR, PUBLIC, Web, call},
};

/// The paths of the functions of a portal.
fn paths(portal: &str) -> Vec<&'static str> {
    let prefix = format!("/fn/{portal}/");
    let mut paths: Vec<_> = server_fn_paths()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with(&prefix))
        .collect();
    paths.sort_unstable();
    assert!(!paths.is_empty(), "no function of {portal} is linked");
    paths
}

fn tenant_paths() -> Vec<&'static str> {
    [paths("tenant"), paths("member")].concat()
}

/// A function with another prefix, or another method, would have no rule.
#[test]
fn every_function_has_a_prefix_that_the_guard_knows() {
    for (path, method) in server_fn_paths() {
        let portal = path
            .strip_prefix("/fn/")
            .and_then(|rest| rest.split_once('/'))
            .map(|(portal, _)| portal);
        assert!(
            matches!(
                portal,
                Some("door" | "account" | "operator" | "tenant" | "member")
            ),
            "{path}"
        );
        assert_eq!(method, Method::POST, "{path} would be called by a link");
    }
}

/// Called without a word that it needs, a function that was reached says that it could not read the request, or that
/// there is nothing to do.
fn is_reached(status: u16) -> bool {
    matches!(status, 200 | 400 | 409 | 422)
}

/// What needs no word and finds nothing: a workspace without a receiver of its log.
const FIND_NOTHING: [&str; 3] = [
    "/fn/tenant/receiver_delete",
    "/fn/tenant/receiver_renew",
    "/fn/tenant/receiver_test",
];

async fn status(web: &Web, ask: Ask) -> u16 {
    web.send(ask).await.status.as_u16()
}

#[tokio::test]
async fn a_function_answers_at_its_own_kind_of_host_only() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (operator, owner) = (
        web.operator().await,
        acme.session(&acme.email("owner")).await,
    );
    for path in paths("operator") {
        for (host, session, status) in [
            (acme.host().as_str(), &owner, 403),
            (PUBLIC, &operator, 404),
            ("api.tenantry.test", &operator, 404),
        ] {
            web.send(call(host, path, "").session(session))
                .await
                .expect(status);
        }
        assert!(
            is_reached(status(&web, call(OPERATOR, path, "").session(&operator)).await),
            "{path}"
        );
    }
    for path in tenant_paths() {
        web.send(call(OPERATOR, path, "").session(&operator))
            .await
            .expect(403);
        let status = status(&web, call(&acme.host(), path, "").session(&owner)).await;
        let finds_nothing = FIND_NOTHING.contains(&path) && status == 404;
        assert!(finds_nothing || is_reached(status), "{path}: {status}");
    }
    // Whoever asks for what the other realm has is on record, in the platform's log and in their tenant's.
    let (owners, operators) = (paths("operator").len(), tenant_paths().len());
    assert_eq!(entries(&acme.events().await, "access.cross_realm"), owners);
    let events = web.plane.events().await;
    assert_eq!(entries(&events, "access.cross_realm"), owners + operators);
}

fn entries(events: &[Event], action: &str) -> usize {
    events.iter().filter(|event| event.action == action).count()
}

async fn refusals(tenant: &TenantPlane) -> usize {
    entries(&tenant.events().await, "access.cross_tenant")
}

/// What everybody has of their own is reached in both realms, and by nobody who is not signed in.
#[tokio::test]
async fn ones_own_account_is_reached_in_both_realms() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    for path in paths("account") {
        let (operator, owner) = (
            web.operator().await,
            acme.session(&acme.email("owner")).await,
        );
        for (host, session) in [(OPERATOR, &operator), (&acme.host(), &owner)] {
            let reply = web.send(call(host, path, "")).await;
            assert_eq!(
                reply.expect(401).json()["code"],
                "unauthenticated",
                "{path}"
            );
            let reached = status(&web, call(host, path, "").session(session)).await;
            assert!(is_reached(reached), "{path} {reached}");
        }
        web.send(call(PUBLIC, path, "").session(&operator))
            .await
            .expect(404);
    }
}

#[tokio::test]
async fn a_session_of_another_tenant_reaches_no_function() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let paths = [tenant_paths(), paths("account"), paths("door")].concat();
    for path in &paths {
        let refused = web
            .send(call(&luna.host(), path, "").session(&session))
            .await
            .expect(403);
        assert_eq!(refused.json()["code"], "cross_tenant", "{path}");
    }
    let expected = paths.len().min(200);
    assert_eq!(refusals(&luna).await, expected);
    assert_eq!(refusals(&acme).await, expected);
    let operator = web.operator().await;
    for path in tenant_paths() {
        web.send(call(&luna.host(), path, "").session(&operator))
            .await
            .expect(403);
    }
}

#[tokio::test]
async fn what_is_no_function_is_not_found() {
    let web = Web::new().await;
    for path in ["/fn/door/nothing", "/fn/other/thing", "/fn/door"] {
        web.send(call(OPERATOR, path, "")).await.expect(404);
    }
    let read = Ask::get(OPERATOR, "/fn/door/sign_out").header("accept", "application/json");
    web.send(read).await.expect(405);
}

/// A fault is told with its own status and words, and with nothing of ours.
#[tokio::test]
async fn a_fault_has_its_status() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let create = |fields: &str| {
        call("acme.tenantry.test", "/fn/member/customer_create", fields).session(&session)
    };
    let refused = web.send(create("name=&email=nobody")).await.expect(422);
    assert_eq!(
        refused.header("serverfnerror"),
        Some("/fn/member/customer_create")
    );
    let fault = refused.json();
    assert_eq!(fault["fields"]["name"], "Enter a name.");
    assert_eq!(fault["input"]["email"], "nobody");
    web.send(create("nam%ZZ")).await.expect(422);
    let get = |id: &str| {
        call(
            "acme.tenantry.test",
            "/fn/member/customer_get",
            &format!("id={id}"),
        )
        .session(&session)
    };
    assert_eq!(
        web.send(get("rubbish")).await.expect(400).json()["code"],
        "bad_request"
    );
    web.send(get("00000000-0000-0000-0000-000000000000"))
        .await
        .expect(403);
}

/// The browser leaves out what has no value: a first page is asked for without a word about pages.
#[tokio::test]
async fn a_first_page_is_asked_for_as_the_browser_does() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (operator, owner) = (
        web.operator().await,
        acme.session(&acme.email("owner")).await,
    );
    let events = "filter[action]=&filter[actor]=&filter[tenant]=";
    for (path, arguments) in [
        ("/fn/member/customer_list", "filter[q]=&filter[sort]=newest"),
        ("/fn/tenant/user_list", "filter[q]="),
        ("/fn/tenant/event_list", events),
    ] {
        let list = call(&acme.host(), path, arguments).session(&owner);
        web.send(list).await.expect(200);
    }
    let tenants = "filter[q]=&filter[status]=&filter[plan]=&filter[strategy]=&filter[template]=&filter[sort]=newest&cursor=";
    for (path, arguments) in [
        ("/fn/operator/tenant_list", tenants),
        (
            "/fn/operator/mail_list",
            "filter[q]=&filter[state]=&cursor=",
        ),
        ("/fn/operator/event_list", &format!("{events}&cursor=")),
    ] {
        let list = call(OPERATOR, path, arguments).session(&operator);
        web.send(list).await.expect(200);
    }
}
