//! EXP-2: records as files, by token and by the link on the page.

use axum::http::Method;
use contract::modules::{ModuleSwitch, Modules};
use serde_json::json;
use testkit::given;

use crate::{client::Ask, web::Web};

#[tokio::test]
async fn a_list_is_a_file_for_programs_and_for_people() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    given::customer(&acme, "Ada Byron").await;
    given::customer(&acme, "Bea").await;
    let token = web.owner_token(&acme).await;
    let session = acme.session(&acme.email("owner")).await;
    let ask = || Ask::get(&acme.host(), "/api/v1/customers/export?q=byr");
    let day = web.plane.clock().now().format("%F");
    for asked in [ask().bearer(&token), ask().session(&session)] {
        let reply = web.send(asked).await.expect(200);
        let header = |name| reply.header(name).unwrap().to_owned();
        assert_eq!(header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(
            header("content-disposition"),
            format!("attachment; filename=\"acme-customers-{day}.csv\"")
        );
        let text = reply.text();
        assert!(text.contains("\r\nAda Byron,,,,"), "{text}");
        assert!(!text.contains("Bea"), "{text}");
    }
    web.send(ask()).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn records_of_a_module_that_is_off_are_no_file() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let ask = || Ask::get(&acme.host(), "/api/v1/services/export").bearer(&token);
    web.send(ask()).await.expect(200);
    let off = ModuleSwitch {
        enabled: false,
        confirm: true,
    };
    let owner = acme.owner().await;
    owner.module_switch("services".into(), off).await.unwrap();
    web.send(ask()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_table_is_looked_at_and_entered_by_programs() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let table = "E-mail,Name\nada@people.test,Ada\nbea at people,Bea\n";
    let ask = |query: &str, kind: &str, body: &[u8]| {
        let path = format!("/api/v1/customers/import{query}");
        let ask = Ask::new(Method::POST, &acme.host(), &path);
        ask.body(kind, body.to_vec()).bearer(&token)
    };
    let error = json!({
        "line": 3, "column": "E-mail", "value": "bea at people",
        "sentence": "Enter an e-mail address such as name@example.com.",
    });
    let report = json!({
        "good": 1, "bad": 1, "errors": [error], "more_errors": 0, "obstacle": null,
    });
    let count = async || {
        let ask = Ask::get(&acme.host(), "/api/v1/customers").bearer(&token);
        let list = web.send(ask).await.expect(200).json();
        list["items"].as_array().unwrap().len()
    };
    for (query, customers) in [("?dry_run=true", 0), ("", 1), ("?dry_run=false", 2)] {
        let sent = ask(query, "text/csv; charset=utf-8", table.as_bytes());
        assert_eq!(web.send(sent).await.expect(200).json(), report, "{query}");
        assert_eq!(count().await, customers, "{query}");
    }
    // Sent again with the same key, it is entered once.
    let twice = || ask("", "text/csv", table.as_bytes()).header("idempotency-key", "once");
    let first = web.send(twice()).await.expect(200).json();
    assert_eq!(web.send(twice()).await.expect(200).json(), first);
    assert_eq!(count().await, 3);

    let refused = async |query: &str, kind: &str, body: &[u8], status, code: &str| {
        let reply = web.send(ask(query, kind, body)).await;
        reply.expect_problem(status, code)
    };
    refused("", "application/json", b"[]", 415, "unsupported_media_type").await;
    let odd = refused("?dry_run=1", "text/csv", b"Name\nAda\n", 422, "invalid").await;
    assert!(odd["fields"]["dry_run"].is_string());
    let nameless = refused("", "text/csv", b"Mail\nada@people.test\n", 422, "invalid").await;
    assert!(nameless["fields"]["name"].is_string());
    let large = vec![b'a'; 2_000_001];
    let large = refused("", "text/csv", &large, 422, "invalid").await;
    assert!(large["fields"]["file"].as_str().unwrap().contains("2 MB"));
    let huge = vec![b'a'; 2 * 1024 * 1024 + 1];
    refused("", "text/csv", &huge, 413, "too_large").await;
    assert_eq!(count().await, 3);
    // Other doors take no more than they did.
    let elsewhere = Ask::new(Method::POST, &acme.host(), "/api/v1/customers/export");
    let elsewhere = elsewhere.body("text/csv", vec![b'a'; 1024 * 1024 + 1]);
    web.send(elsewhere.bearer(&token))
        .await
        .expect_problem(413, "too_large");
}
