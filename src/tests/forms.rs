//! Forms without our code in the browser (UI-4, I-52).

use axum::http::Method;
use chrono::TimeDelta;
use contract::roles::Roles;

use super::{
    client::Ask,
    web::{Web, form, form_from},
};

const CREATE: &str = "/fn/member/customer_create";

#[tokio::test]
async fn a_form_that_succeeds_leads_on_and_says_so_once() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let sent = form(
        &acme.host(),
        "/customers/new",
        CREATE,
        "name=Ada+Lovelace&email=&phone=&notes=",
    )
    .session(&session);
    let reply = web.send(sent).await.expect(303);
    let path = reply.header("location").unwrap();
    assert!(path.starts_with("/customers/"), "{path}");
    let page = || {
        Ask::get("acme.tenantry.test", path)
            .header("accept", "text/html")
            .session(&session)
    };
    let first = web.send(page()).await.expect(200).text();
    assert!(first.contains("Ada Lovelace was added."), "{first}");
    let second = web.send(page()).await.expect(200).text();
    assert!(!second.contains("Ada Lovelace was added."));
}

#[tokio::test]
async fn a_form_that_fails_comes_back_with_what_was_typed() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let sent = form(
        &acme.host(),
        "/customers/new",
        CREATE,
        "name=&email=not-an-address&phone=&notes=",
    )
    .session(&session);
    let reply = web.send(sent).await.expect(303);
    assert_eq!(reply.header("location"), Some("/customers/new"));
    let page = || {
        Ask::get("acme.tenantry.test", "/customers/new")
            .header("accept", "text/html")
            .session(&session)
    };
    let first = web.send(page()).await.expect(200).text();
    assert!(first.contains("Enter a name."), "{first}");
    assert!(first.contains("not-an-address"));
    let second = web.send(page()).await.expect(200).text();
    assert!(!second.contains("Enter a name."));
}

/// I-52: neither the way back nor what went wrong is written by the `Referer`.
#[tokio::test]
async fn a_form_never_leads_to_another_host() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    for referer in [
        "https://evil.test/x",
        "https://acme.tenantry.test@evil.test/",
        "//evil.test",
        "javascript:alert(1)",
    ] {
        let failing = form_from(referer, &acme.host(), CREATE, "name=").session(&session);
        let reply = web.send(failing).await.expect(303);
        assert_eq!(reply.header("location"), Some("/"), "{referer}");
        assert!(reply.text().is_empty());
    }
}

/// A form of somebody who was signed out meanwhile leads to the sign-in page, and from there back.
#[tokio::test]
async fn a_form_of_nobody_leads_to_the_door() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let reply = web
        .send(form(&acme.host(), "/customers/new", CREATE, "name=Ada"))
        .await
        .expect(303);
    assert_eq!(
        reply.header("location"),
        Some("/sign-in?next=%2Fcustomers%2Fnew")
    );
}

#[tokio::test]
async fn what_the_guard_refuses_to_a_form_is_a_page() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let refused = web
        .send(form(&luna.host(), "/", CREATE, "name=Ada").session(&session))
        .await
        .expect(403);
    assert!(
        refused.text().contains("<h1>No access</h1>"),
        "{}",
        refused.text()
    );
    let large = form(
        &acme.host(),
        "/",
        CREATE,
        &format!("name={}", "a".repeat(1024 * 1024 + 1)),
    )
    .session(&session);
    assert!(
        web.send(large)
            .await
            .expect(413)
            .text()
            .contains("<h1>Too large</h1>")
    );
    let put = Ask::new(Method::PUT, &acme.host(), CREATE)
        .session(&session)
        .header("accept", "text/html");
    web.send(put).await.expect(405);
}

/// A form that wants a proof first waits for it: what was typed is back on its page once the proof was good, and is sent by
/// a second click alone.
#[tokio::test]
async fn a_form_that_wants_a_proof_is_there_again_after_it() {
    const PAGE: &str = "/settings/roles/new";
    const TYPED: &str = "name=Front+desk&acts%5B%5D=customers.read";
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, owner) = (acme.host(), acme.owner().await);
    let session = acme.session(&acme.email("owner")).await;
    web.plane.clock().advance(TimeDelta::minutes(16));
    let create =
        |session: &str| form(&host, PAGE, "/fn/tenant/role_create", TYPED).session(session);
    let page = async |session: &str| {
        let ask = Ask::get(&host, PAGE).header("accept", "text/html");
        web.send(ask.session(session)).await.expect(200).text()
    };
    let prove = async |session: &str, password: &str| {
        let fields = format!("password={}&next={PAGE}", password.replace(' ', "+"));
        let sent = form(&host, "/confirm", "/fn/account/confirm", &fields);
        web.send(sent.session(session)).await.expect(303)
    };
    let has_typed = |html: &str| {
        let ticked = html
            .split("value=\"customers.read\"")
            .nth(1)
            .unwrap_or_default();
        let ticked = ticked.split('>').next().unwrap_or_default();
        html.contains("value=\"Front desk\"") && ticked.contains("checked")
    };

    let wants = web.send(create(&session)).await.expect(303);
    assert_eq!(wants.header("location"), Some(PAGE));
    let html = page(&session).await;
    assert!(
        html.contains("Confirm that it is you") && has_typed(&html),
        "{html}"
    );
    assert!(!has_typed(&page(&session).await), "shown once");

    // A slip keeps it waiting.
    let slip = prove(&session, "not the password").await;
    assert_eq!(slip.header("location"), Some("/confirm"));
    let proved = prove(&session, testkit::PASSWORD).await;
    assert_eq!(proved.header("location"), Some(PAGE));
    let session = proved.session().unwrap();
    let html = page(&session).await;
    assert!(html.contains("It is you.") && has_typed(&html), "{html}");
    assert!(
        owner
            .role_list()
            .await
            .unwrap()
            .iter()
            .all(|role| role.name != "Front desk")
    );
    web.send(create(&session)).await.expect(303);
    assert!(
        owner
            .role_list()
            .await
            .unwrap()
            .iter()
            .any(|role| role.name == "Front desk")
    );
    // It is used up: another proof brings nothing back.
    let again = prove(&session, testkit::PASSWORD).await.session().unwrap();
    assert!(!has_typed(&page(&again).await));
}

const RECEIVER: &str = "/settings/audit/receiver";

/// A receiver's form, with words that are found nowhere else.
fn receiver(host: &str, session: &str) -> Ask {
    let fields = "url=https://siem.example/canary-in-the-path%3Ftoken%3Dcanary-token&is_on=true";
    form(host, RECEIVER, "/fn/tenant/receiver_set", fields).session(session)
}

/// What was typed is on the page again, and in no row of the sessions: neither as text nor in bytes.
#[tokio::test]
async fn a_form_is_kept_where_nobody_reads_it() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, session) = (acme.host(), acme.session(&acme.email("owner")).await);
    let names = "name=&email=canary-name%40people.example&phone=&notes=";
    let failing = form(&host, "/customers/new", CREATE, names).session(&session);
    web.send(failing).await.expect(303);
    web.plane.clock().advance(TimeDelta::minutes(16));
    web.send(receiver(&host, &session)).await.expect(303);

    let mut superuser = web.plane.superuser().await;
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT s::text FROM platform.sessions s WHERE realm = 'tenant'")
            .fetch_all(&mut superuser)
            .await
            .unwrap();
    assert_eq!(rows.len(), 1);
    let as_bytes = "63616e617279";
    for row in &rows {
        assert!(!row.contains("canary") && !row.contains(as_bytes), "{row}");
        assert!(row.contains("subject_id"), "{row}");
    }
    let kept = "SELECT count(*) FROM platform.sessions WHERE octet_length(kept) > 100";
    let kept: i64 = sqlx::query_scalar(kept)
        .fetch_one(&mut superuser)
        .await
        .unwrap();
    assert_eq!(kept, 1, "it is there, sealed");
    let page = Ask::get(&host, RECEIVER).header("accept", "text/html");
    let html = web.send(page.session(&session)).await.expect(200).text();
    assert!(html.contains("canary-in-the-path"), "{html}");
}

/// What one session kept is worth nothing in the row of another, and whoever has that row stays signed in.
#[tokio::test]
async fn a_form_is_kept_for_one_session() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, one) = (acme.host(), acme.session(&acme.email("owner")).await);
    web.plane.clock().advance(TimeDelta::minutes(16));
    web.send(receiver(&host, &one)).await.expect(303);
    let other = acme.session(&acme.email("owner")).await;
    web.plane
        .sabotage(
            "UPDATE platform.sessions s SET kept = k.kept, kept_at = k.kept_at
             FROM platform.sessions k WHERE k.kept IS NOT NULL AND s.kept IS NULL AND s.realm = 'tenant'",
        )
        .await;
    let page = async |session: &str| {
        let page = Ask::get(&host, RECEIVER).header("accept", "text/html");
        web.send(page.session(session)).await.expect(200).text()
    };
    assert!(!page(&other).await.contains("canary-in-the-path"));
    assert!(page(&one).await.contains("canary-in-the-path"));
}

/// Fifteen minutes; a slip in between does not make them longer.
#[tokio::test]
async fn a_form_that_waits_for_too_long_is_given_up() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let prove = async |session: &str, password: &str| {
        let fields = format!("password={password}&next={RECEIVER}").replace(' ', "+");
        let sent = form(&host, "/confirm", "/fn/account/confirm", &fields);
        web.send(sent.session(session)).await.expect(303)
    };
    let page = async |session: &str| {
        let page = Ask::get(&host, RECEIVER).header("accept", "text/html");
        web.send(page.session(session)).await.expect(200).text()
    };
    for (minutes, is_there) in [(14, true), (15, false)] {
        let session = acme.session(&acme.email("owner")).await;
        web.plane.clock().advance(TimeDelta::minutes(16));
        web.send(receiver(&host, &session)).await.expect(303);
        page(&session).await;
        web.plane.clock().advance(TimeDelta::minutes(8));
        prove(&session, "not the password").await;
        web.plane.clock().advance(TimeDelta::minutes(minutes - 8));
        let proved = prove(&session, testkit::PASSWORD).await;
        let html = page(&proved.session().unwrap()).await;
        assert_eq!(html.contains("canary-in-the-path"), is_there, "{minutes}");
    }
}

/// A form whose page did not come is swept after fifteen minutes, and the session stays.
#[tokio::test]
async fn a_form_is_kept_no_longer_than_its_page_may_take() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, session) = (acme.host(), acme.session(&acme.email("owner")).await);
    let failing = form(
        &host,
        "/customers/new",
        CREATE,
        "name=&email=&phone=&notes=",
    );
    web.send(failing.session(&session)).await.expect(303);
    for (minutes, left) in [(14, 1), (2, 0)] {
        web.plane.clock().advance(TimeDelta::minutes(minutes));
        web.plane.platform().sweep().await.unwrap();
        let kept = "SELECT count(*) FILTER (WHERE kept IS NOT NULL), count(*) FROM platform.sessions WHERE realm = 'tenant'";
        let kept: (i64, i64) = sqlx::query_as(kept)
            .fetch_one(&mut web.plane.superuser().await)
            .await
            .unwrap();
        assert_eq!(kept, (left, 1), "after {minutes} minutes more");
    }
}
