//! One's own account (IAM-2): sessions are seen and ended by whose they are alone, and a change ends all others.

use axum::http::Method;
use contract::{acts::Role, tenants::Tenants};
use serde_json::{Value, json};
use testkit::PASSWORD;

use crate::{
    client::{Ask, Reply},
    web::{API, OPERATOR, Web},
};

const SESSIONS: &str = "/api/v1/me/sessions";
const NEW_PASSWORD: &str = "a staple of another kind";

fn list(host: &str, session: &str) -> Ask {
    Ask::get(host, SESSIONS).session(session)
}

fn end(host: &str, session: &str, id: &str) -> Ask {
    Ask::new(Method::DELETE, host, &format!("{SESSIONS}/{id}")).session(session)
}

fn end_others(host: &str) -> Ask {
    Ask::new(Method::DELETE, host, SESSIONS)
}

fn change(host: &str, password: &str, new_password: &str) -> Ask {
    let body = json!({ "password": password, "new_password": new_password });
    Ask::new(Method::PUT, host, "/api/v1/me/password").json(&body)
}

fn id_where(list: &Value, is_current: bool) -> String {
    let items = list["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["is_current"] == is_current);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The session that an answer goes on with.
fn session_of(reply: &Reply) -> String {
    let cookie = reply.header("set-cookie").unwrap();
    let (name, rest) = cookie.split_once('=').unwrap();
    assert_eq!(name, http_api::session::COOKIE);
    rest.split(';').next().unwrap().to_owned()
}

/// I-45: and listed by nobody else.
#[tokio::test]
async fn a_session_is_ended_by_whose_it_is_alone() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    acme.user(Role::Admin).await;
    let host = acme.host();
    let mine = acme.session(&acme.email("owner")).await;
    let old = acme.session(&acme.email("owner")).await;
    let sessions = web.send(list(&host, &mine)).await.expect(200).json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 2);
    let (current, other) = (id_where(&sessions, true), id_where(&sessions, false));

    let colleague = acme.session(&acme.email("admin")).await;
    let stranger = luna.session(&luna.email("owner")).await;
    let operator = web.operator().await;
    for (host, session) in [
        (host.as_str(), &colleague),
        (&luna.host(), &stranger),
        (OPERATOR, &operator),
    ] {
        let theirs = web.send(list(host, session)).await.expect(200).text();
        assert!(!theirs.contains(&other), "{host}");
        for id in [&current, &other] {
            web.send(end(host, session, id))
                .await
                .expect_problem(404, "not_found");
        }
    }
    web.send(Ask::get(&host, SESSIONS))
        .await
        .expect_problem(401, "unauthenticated");
    web.send(list(&host, &old)).await.expect(200);

    let ended = web.send(end(&host, &mine, &other)).await.expect(204);
    assert_eq!(ended.header("set-cookie"), None);
    web.send(list(&host, &old))
        .await
        .expect_problem(401, "unauthenticated");
    web.send(end(&host, &mine, &other))
        .await
        .expect_problem(404, "not_found");
    let left = web.send(list(&host, &mine)).await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    let events = acme.events().await;
    let event = events.iter().find(|event| event.action == "session.end");
    assert_eq!(event.unwrap().target_id, other);
}

/// Sessions, access tokens and refresh tokens; what asks goes on under another id.
#[tokio::test]
async fn ending_all_others_leaves_the_one_that_asks() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let email = acme.email("owner");
    let (mine, other) = (acme.session(&email).await, acme.session(&email).await);
    let tokens = acme.tokens(&email).await;

    let reply = web.send(end_others(&host).session(&mine)).await.expect(204);
    let next = session_of(&reply);
    let left = web.send(list(&host, &next)).await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    for gone in [&mine, &other] {
        web.send(list(&host, gone))
            .await
            .expect_problem(401, "unauthenticated");
    }
    web.send(Ask::get(&host, "/api/v1/me").bearer(&tokens.access_token))
        .await
        .expect_problem(401, "unauthenticated");
    let refresh = json!({ "refresh_token": tokens.refresh_token });
    web.send(Ask::post(&host, "/api/v1/auth/refresh").json(&refresh))
        .await
        .expect_problem(401, "unauthenticated");

    // A program that asks with a token ends itself too, and gets no session for it.
    let token = web.owner_token(&acme).await;
    let reply = web.send(end_others(&host).bearer(&token)).await.expect(204);
    assert_eq!(reply.header("set-cookie"), None);
    web.send(Ask::get(&host, "/api/v1/me").bearer(&token))
        .await
        .expect_problem(401, "unauthenticated");
}

/// In both realms: in force at once, everywhere.
#[tokio::test]
async fn a_changed_password_ends_everything_else() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, email) = (acme.host(), acme.email("owner"));
    let users = [acme.session(&email).await, acme.session(&email).await];
    let operators = [web.operator().await, web.operator().await];
    for (host, [mine, other]) in [(host.as_str(), users), (OPERATOR, operators)] {
        let refused = web
            .send(change(host, PASSWORD, "short").session(&mine))
            .await
            .expect_problem(422, "invalid");
        assert!(refused["fields"]["new_password"].is_string(), "{refused}");
        let refused = web
            .send(change(host, "not my password", NEW_PASSWORD).session(&mine))
            .await
            .expect_problem(422, "invalid");
        assert!(refused["fields"]["password"].is_string(), "{refused}");
        assert!(!refused.to_string().contains(NEW_PASSWORD));
        web.send(list(host, &other)).await.expect(200);

        let reply = web
            .send(change(host, PASSWORD, NEW_PASSWORD).session(&mine))
            .await
            .expect(204);
        web.send(list(host, &session_of(&reply))).await.expect(200);
        for gone in [&mine, &other] {
            web.send(list(host, gone))
                .await
                .expect_problem(401, "unauthenticated");
        }
    }
    // Whoever it was not is told, at an address that is not the change's own.
    let mails = web.plane.mails().await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.row.kind == "password_changed")
        .collect();
    let home = |host: &str| format!("https://{host}/forgot");
    assert!(told[0].text.contains(&home(OPERATOR)), "{}", told[0].text);
    assert!(told[1].text.contains(&home(&host)), "{}", told[1].text);
    assert_eq!(told[1].row.recipient, email);
    assert_eq!(told.len(), 2);

    let token = |password: &str| {
        let body = json!({ "email": email, "password": password });
        Ask::post(&host, "/api/v1/auth/token").json(&body)
    };
    web.send(token(PASSWORD))
        .await
        .expect_problem(401, "unauthenticated");
    web.send(token(NEW_PASSWORD)).await.expect(200);
    for (events, action) in [
        (acme.events().await, "password.refused"),
        (acme.events().await, "password.change"),
        (web.plane.events().await, "password.refused"),
        (web.plane.events().await, "password.change"),
    ] {
        assert!(
            events.iter().any(|event| event.action == action),
            "{action}"
        );
    }
}

/// Whoever finds a browser open does not get to guess: the brake of the door holds.
#[tokio::test]
async fn guessing_ones_own_password_is_braked() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let mine = acme.session(&acme.email("owner")).await;
    for _ in 0..5 {
        web.send(change(&host, "not my password", NEW_PASSWORD).session(&mine))
            .await
            .expect_problem(422, "invalid");
    }
    web.send(change(&host, PASSWORD, NEW_PASSWORD).session(&mine))
        .await
        .expect(429);
}

/// The account is braked wherever it is tried: at the host of programs as at the door of its workspace.
#[tokio::test]
async fn guessing_at_another_host_is_guessing_too() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for _ in 0..5 {
        web.send(change(API, "not my password", NEW_PASSWORD).bearer(&token))
            .await
            .expect_problem(422, "invalid");
    }
    let session = acme.session(&acme.email("owner")).await;
    web.send(change(&acme.host(), PASSWORD, NEW_PASSWORD).session(&session))
        .await
        .expect(429);
    // Nor does it close the door, or strangers there could keep somebody from a new password.
    let body = json!({ "email": acme.email("owner"), "password": PASSWORD });
    web.send(Ask::post(&acme.host(), "/api/v1/auth/token").json(&body))
        .await
        .expect(200);
}

/// Of two who end all others at once, one stays: a session that was ended is not made anew by a request under way.
#[tokio::test]
async fn of_two_who_end_each_other_one_stays() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let email = acme.email("owner");
    for _ in 0..8 {
        for (host, sessions) in [
            (
                acme.host(),
                [acme.session(&email).await, acme.session(&email).await],
            ),
            (
                OPERATOR.to_owned(),
                [web.operator().await, web.operator().await],
            ),
        ] {
            let [one, other] = &sessions;
            let (one, other) = tokio::join!(
                web.send(end_others(&host).session(one)),
                web.send(end_others(&host).session(other)),
            );
            let mut stayed = Vec::new();
            for reply in [one, other] {
                match reply.status.as_u16() {
                    204 => stayed.push(session_of(&reply)),
                    401 => {}
                    other => panic!("{other}: {}", reply.text()),
                }
            }
            let [stayed] = &stayed[..] else {
                panic!("{} stayed at {host}", stayed.len());
            };
            let left = web.send(list(&host, stayed)).await.expect(200).json();
            assert_eq!(left["items"].as_array().unwrap().len(), 1);
        }
    }
}

/// A link that somebody had mailed before opens nothing afterwards.
#[tokio::test]
async fn a_mailed_link_dies_with_the_old_password() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (host, email) = (acme.host(), acme.email("owner"));
    let site = acme.site().await;
    let platform = web.plane.platform();
    let asked = platform.request_reset(&site, email.clone(), store::Caller::default());
    asked.await.unwrap();
    let link = web.plane.mailed_link(&email).await;
    platform.link_view(&site, &link).await.unwrap();
    let session = acme.session(&email).await;
    web.send(change(&host, PASSWORD, NEW_PASSWORD).session(&session))
        .await
        .expect(204);
    assert!(platform.link_view(&site, &link).await.is_err());
}

/// TEN-9: a password is data of the workspace and stays; a session can still be ended.
#[tokio::test]
async fn in_a_suspended_tenant_sessions_end_and_passwords_stay() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let email = acme.email("owner");
    let (mine, other) = (acme.session(&email).await, acme.session(&email).await);
    let operator = web.plane.operator().await;
    operator
        .tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    web.send(change(&host, PASSWORD, NEW_PASSWORD).session(&mine))
        .await
        .expect_problem(403, "tenant_suspended");
    web.send(end_others(&host).session(&mine))
        .await
        .expect_problem(403, "tenant_suspended");
    let sessions = web.send(list(&host, &other)).await.expect(200).json();
    web.send(end(&host, &other, &id_where(&sessions, false)))
        .await
        .expect(204);
    web.send(list(&host, &mine))
        .await
        .expect_problem(401, "unauthenticated");
}

/// What a sign-in leaves for its owner to recognise it by, cut where nobody reads on.
#[tokio::test]
async fn a_session_tells_where_it_was_made() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let host = acme.host();
    let agent = format!("Mozilla/5.0 (X11; Linux x86_64) {}", "x".repeat(400));
    let mine = acme.session(&acme.email("owner")).await;
    let changed = change(&host, PASSWORD, NEW_PASSWORD)
        .session(&mine)
        .header("user-agent", &agent);
    let next = session_of(&web.send(changed).await.expect(204));
    let sessions = web.send(list(&host, &next)).await.expect(200).json();
    assert_eq!(sessions["items"][0]["agent"], agent[..300]);
}
