//! The OpenAPI document says what is so (API-6).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    calls::{account_calls, factor_calls, operator_calls, tenant_calls},
    client::{Ask, Identity, Reply},
    operations::{Operation, document, operations},
    schema::violations,
    web::{OPERATOR, Web},
};

#[test]
fn the_committed_document_is_fresh() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let committed: Value =
        serde_json::from_str(&std::fs::read_to_string(committed).unwrap()).unwrap();
    assert!(
        committed == document(),
        "the API changed: look at the difference that `cargo run -p http-api --example openapi > docs/openapi.json` makes"
    );
}

#[test]
fn every_operation_is_described() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let tags: Vec<&Value> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["name"])
        .collect();
    for (id, operation) in operations(&document) {
        let Operation {
            path,
            description: operation,
            ..
        } = operation;
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|summary| summary.ends_with('.')),
            "{id}"
        );
        assert!(
            tags.contains(&&operation["tags"][0]),
            "{id} has no tag of ours"
        );
        for answer in ["4XX", "5XX"] {
            let content = &operation["responses"][answer]["content"]["application/problem+json"];
            assert!(
                content["schema"].is_object(),
                "{id} does not document {answer}"
            );
        }
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(
                parameters.iter().any(|parameter| parameter["name"] == name),
                "{id} does not document {name}"
            );
        }
    }
}

#[tokio::test]
async fn every_operation_answers_as_documented() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").demo_data().build().await;
    let document = document();
    let operations = operations(&document);
    let mut left: BTreeSet<&str> = operations.keys().map(String::as_str).collect();
    let host = acme.host();
    let (session, operator) = (
        acme.session(&acme.email("owner")).await,
        Identity::Session(web.operator().await),
    );
    let owner = Identity::Token(web.owner_token(&acme).await);
    let calls = [
        (
            &host[..],
            owner.clone(),
            tenant_calls(&web.plane, &acme).await,
        ),
        (&host, owner, factor_calls(&web.plane, &acme).await),
        (
            &host,
            Identity::Nobody,
            account_calls(&web, &host, &session).await,
        ),
        (OPERATOR, operator, operator_calls(&web, &acme).await),
    ];
    for (host, identity, calls) in calls {
        for call in calls {
            let identity = match (&call.by, &identity) {
                (Some(identity), _) => identity.clone(),
                // Each may end what it is called with.
                (None, Identity::Nobody) => Identity::Token(web.owner_token(&acme).await),
                (None, lasting) => lasting.clone(),
            };
            let operation = operations
                .get(call.id)
                .unwrap_or_else(|| panic!("no operation {}", call.id));
            left.remove(call.id);
            let reply = web.send(operation.ask(host, &call).by(&identity)).await;
            check(&document, call.id, &operation.description, &reply);
        }
    }
    assert!(left.is_empty(), "documented and not called: {left:?}");
}

fn check(document: &Value, id: &str, operation: &Value, reply: &Reply) {
    assert!(
        reply.status.is_success(),
        "{id}: {} {}",
        reply.status,
        reply.text()
    );
    let documented = &operation["responses"][reply.status.as_str()];
    assert!(
        documented.is_object(),
        "{id} answers {}, which is not documented",
        reply.status
    );
    let media_type = reply
        .header("content-type")
        .map(|value| value.split(';').next().unwrap());
    let Some(content) = documented["content"].as_object() else {
        assert!(
            reply.body.is_empty(),
            "{id} answers a body that is not documented"
        );
        return;
    };
    let (documented_type, content) = content.iter().next().unwrap();
    assert_eq!(media_type, Some(documented_type.as_str()), "{id}");
    if documented_type == "application/json" {
        let wrong = violations(document, &content["schema"], &reply.json());
        assert!(wrong.is_empty(), "{id}: {wrong:#?}");
    }
}

#[tokio::test]
async fn a_refusal_is_as_documented_too() {
    let web = Web::new().await;
    let document = document();
    for (id, operation) in operations(&document) {
        if operation.is_open() {
            continue;
        }
        let nobody = operation
            .path
            .replace("{id}", "00000000-0000-0000-0000-000000000000")
            .replace("{code}", "nothing")
            .replace("{key}", "nothing");
        let reply = web
            .send(Ask::new(operation.method, OPERATOR, &nobody))
            .await;
        let problem = reply.expect_problem(401, "unauthenticated");
        let schema = &operation.description["responses"]["4XX"]["content"]["application/problem+json"]
            ["schema"];
        assert_eq!(
            violations(&document, schema, &problem),
            Vec::<String>::new(),
            "{id}"
        );
    }
}

#[tokio::test]
async fn the_reference_page_needs_nothing_from_anywhere() {
    let web = Web::new().await;
    let page = web.send(Ask::get(OPERATOR, "/api/docs")).await.expect(200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    let html = page.text();
    for (id, _) in operations(&document()) {
        assert!(
            html.contains(&format!("<article id=\"{id}\">")),
            "{id} is not on the page"
        );
    }
    for foreign in ["<script", "src=", "http://", "https://", "style=\""] {
        assert!(!html.contains(foreign), "{foreign}");
    }
}
