//! The OpenAPI document says what is so (API-6).

use std::collections::BTreeMap;

use axum::http::Method;
use contract::acts::Role;
use domain::Signed;
use serde_json::{Value, json};
use testkit::{AuthenticatorApp, Plane, TenantPlane, given};

use crate::{
    client::{Ask, Reply},
    schema::violations,
    web::{OPERATOR, Web},
};

fn document() -> Value {
    serde_json::to_value(http_api::document()).unwrap()
}

/// `method path` and the description of each operation, by its id.
fn operations(document: &Value) -> BTreeMap<String, (Method, String, Value)> {
    let mut operations = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let method = method.to_uppercase().parse().unwrap();
            let known = operations.insert(id.clone(), (method, path.clone(), operation.clone()));
            assert!(known.is_none(), "two operations have the id {id}");
        }
    }
    operations
}

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
    for (id, (_, path, operation)) in operations(&document) {
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

/// Whatever an operation is asked with, and by whom, it answers.
struct Asked {
    id: &'static str,
    path: Vec<String>,
    body: Option<Value>,
    /// Whose token it is called with, if not the usual one.
    token: Option<String>,
}

fn asked(id: &'static str) -> Asked {
    Asked {
        id,
        path: Vec::new(),
        body: None,
        token: None,
    }
}

impl Asked {
    fn at(mut self, part: impl ToString) -> Self {
        self.path.push(part.to_string());
        self
    }

    fn by(mut self, token: String) -> Self {
        self.token = Some(token);
        self
    }

    fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }
}

/// One good call of every operation of a tenant's people, in an order in which each succeeds.
async fn tenant_calls(plane: &Plane, acme: &TenantPlane) -> Vec<Asked> {
    let customer = given::customer(acme, "Ada").await.id;
    let professional = given::professional(acme, "Ada").await.id;
    let referral = given::referral(acme, "Brakes").await;
    let referred = json!({
        "from_professional_id": referral.from_professional_id,
        "to_professional_id": referral.to_professional_id,
        "reason": "Paint",
        "status": "sent",
    });
    let company = given::company(acme, "North").await.id;
    let staff = given::user(acme, "Staff", &acme.email("staff"), Role::Staff)
        .await
        .id;
    let careful = acme.user(Role::Manager).await;
    AuthenticatorApp::turn_on(plane, &Signed::Tenant(careful.clone())).await;
    let careful = acme.account(&acme.email("manager")).await.unwrap().id;
    let invited = given::invited_user(acme, "Invited", &acme.email("invited"), Role::Staff)
        .await
        .id;
    let named = |name: &str| json!({ "name": name });
    let vocabulary = json!({ "customer": { "singular": "Guest", "plural": "Guests" } });
    let branding =
        json!({ "display_name": "Acme", "primary_color": "#2563eb", "secondary_color": "#0f172a" });
    let tokens = acme.tokens(&acme.email("owner")).await;
    vec![
        asked("token").with(json!({ "email": acme.email("owner"), "password": testkit::PASSWORD })),
        asked("refresh").with(json!({ "refresh_token": tokens.refresh_token })),
        asked("jwks"),
        asked("me"),
        asked("event_list"),
        asked("customer_list"),
        asked("customer_create").with(named("Eve")),
        asked("customer_get").at(customer),
        asked("customer_update")
            .at(customer)
            .with(json!({ "name": "Ada", "email": "ada@acme.test", "phone": null })),
        asked("customer_delete").at(customer),
        asked("professional_list"),
        asked("professional_create").with(named("Eve")),
        asked("professional_get").at(professional),
        asked("professional_update")
            .at(professional)
            .with(json!({ "name": "Ada", "specialty": "Brakes", "is_active": false })),
        asked("professional_delete").at(professional),
        asked("module_list"),
        asked("module_switch")
            .at("referrals")
            .with(json!({ "enabled": true })),
        asked("referral_list"),
        asked("referral_create").with(referred.clone()),
        asked("referral_get").at(referral.id),
        asked("referral_update").at(referral.id).with(referred),
        asked("referral_delete").at(referral.id),
        asked("company_list"),
        asked("company_create").with(named("South")),
        asked("company_get").at(company),
        asked("company_update").at(company).with(named("West")),
        asked("company_delete").at(company),
        asked("user_list"),
        asked("user_invite")
            .with(json!({ "name": "Eve", "email": "eve@acme.test", "role": "staff" })),
        asked("user_get").at(staff),
        asked("user_update")
            .at(staff)
            .with(json!({ "role": "manager" })),
        asked("user_forget_factor").at(careful),
        asked("user_remove").at(staff),
        asked("user_invite_again").at(invited),
        asked("config_get"),
        asked("config_update")
            .with(json!({ "time_zone": "Europe/Berlin", "vocabulary": vocabulary })),
        asked("branding_get"),
        asked("branding_update").with(branding),
        asked("checklist"),
    ]
}

/// The same of one's own account; each may end the token that it is called with.
async fn account_calls(web: &Web, acme: &TenantPlane) -> Vec<Asked> {
    acme.session(&acme.email("owner")).await;
    let list = Ask::get(&acme.host(), "/api/v1/me/sessions").bearer(&web.owner_token(acme).await);
    let sessions = web.send(list).await.json();
    let session = sessions["items"][0]["id"].as_str().unwrap();
    let somebody = async |role: Role| Signed::Tenant(acme.user(role).await);
    let begun = AuthenticatorApp::scan(&web.plane, &somebody(Role::Staff).await).await;
    let beginner = acme.tokens(&acme.email("staff")).await.access_token;
    let app = AuthenticatorApp::turn_on(&web.plane, &somebody(Role::ReadOnly).await).await;
    let careful = acme
        .tokens_with(&acme.email("read_only"), &app.code())
        .await
        .access_token;
    let password =
        json!({ "password": testkit::PASSWORD, "new_password": "a staple of another kind" });
    vec![
        asked("session_list"),
        asked("session_end").at(session),
        asked("session_end_others"),
        asked("second_factor_get"),
        asked("second_factor_begin"),
        asked("second_factor_confirm")
            .with(json!({ "code": begun.code() }))
            .by(beginner),
        asked("second_factor_remove").by(careful),
        asked("password_change").with(password),
    ]
}

/// The same of operators.
async fn operator_calls(web: &Web, acme: &TenantPlane) -> Vec<Asked> {
    let id = acme.id();
    let failed = web.plane.tenant("failed").order().await.id();
    let statement =
        format!("UPDATE platform.tenants SET status = 'provisioning_failed' WHERE id = '{failed}'");
    web.plane.sabotage(&statement).await;
    web.plane.tenant("mailed").owner_invited().build().await;
    let mail = web.plane.mails().await[0].row.id;
    let statement = format!("UPDATE platform.mails SET state = 'failed' WHERE id = '{mail}'");
    web.plane.sabotage(&statement).await;
    let tenant = json!({
        "slug": "fresh", "name": "Fresh", "plan": "trial", "template": "salon", "strategy": "shared",
        "admin": { "name": "Ada", "email": "ada@fresh.test" },
    });
    let plan = json!({
        "name": "Starter", "description": "To begin with.", "monthly_minor": 4900, "annual_minor": 49000,
        "limits": { "users": 5 }, "strategy": "shared", "support": "email", "is_active": true,
    });
    let second = web.plane.second_server();
    let server = json!({
        "name": "frankfurt", "region": "eu", "url": second.url, "password": second.password, "allow_old_postgres": true,
    });
    vec![
        asked("tenant_list"),
        asked("tenant_counts"),
        asked("tenant_create").with(tenant),
        asked("tenant_get").at(id),
        asked("tenant_update")
            .at(id)
            .with(json!({ "name": "Acme", "billing_email": "billing@acme.test" })),
        asked("tenant_config_get").at(id),
        asked("tenant_config_update")
            .at(id)
            .with(json!({ "time_zone": "Europe/Berlin" })),
        asked("tenant_size").at(id),
        asked("tenant_keys").at(id),
        asked("tenant_keys_rotate").at(id),
        asked("tenant_users").at(id),
        asked("tenant_events").at(id),
        asked("tenant_suspend")
            .at(id)
            .with(json!({ "reason": "A late invoice." })),
        asked("tenant_resume").at(id),
        asked("tenant_deactivate").at(id),
        asked("tenant_restore").at(id),
        asked("tenant_retry").at(failed),
        asked("template_list"),
        asked("plan_list"),
        asked("plan_get").at("starter"),
        asked("plan_update").at("starter").with(plan),
        asked("mail_list"),
        asked("mail_get").at(mail),
        asked("mail_html").at(mail),
        asked("mail_retry").at(mail),
        asked("server_list"),
        asked("server_add").with(server),
    ]
}

#[tokio::test]
async fn every_operation_answers_as_documented() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").demo_data().build().await;
    let document = document();
    let mut left = operations(&document);
    let (token, session) = (web.owner_token(&acme).await, web.operator().await);
    let host = acme.host();
    for call in tenant_calls(&web.plane, &acme).await {
        let (method, path, operation) = left
            .remove(call.id)
            .unwrap_or_else(|| panic!("no operation {}", call.id));
        let ask = ask(method, &host, &path, &call).bearer(&token);
        check(&document, call.id, &operation, &web.send(ask).await);
    }
    for call in account_calls(&web, &acme).await {
        let (method, path, operation) = left
            .remove(call.id)
            .unwrap_or_else(|| panic!("no operation {}", call.id));
        let token = match &call.token {
            Some(token) => token.clone(),
            None => web.owner_token(&acme).await,
        };
        let ask = ask(method, &host, &path, &call).bearer(&token);
        check(&document, call.id, &operation, &web.send(ask).await);
    }
    for call in operator_calls(&web, &acme).await {
        let (method, path, operation) = left
            .remove(call.id)
            .unwrap_or_else(|| panic!("no operation {}", call.id));
        let ask = ask(method, OPERATOR, &path, &call).session(&session);
        check(&document, call.id, &operation, &web.send(ask).await);
    }
    assert!(
        left.is_empty(),
        "documented and not called: {:?}",
        left.keys()
    );
}

fn ask(method: Method, host: &str, path: &str, call: &Asked) -> Ask {
    let mut parts = call.path.iter();
    let filled: Vec<&str> = path
        .split('/')
        .map(|part| {
            if part.starts_with('{') {
                parts.next().unwrap().as_str()
            } else {
                part
            }
        })
        .collect();
    let ask = Ask::new(method, host, &filled.join("/"));
    match &call.body {
        Some(body) => ask.json(body),
        None => ask,
    }
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
    for (id, (method, path, operation)) in operations(&document) {
        if operation["security"] == json!([{}]) {
            continue;
        }
        let nobody = path
            .replace("{id}", "00000000-0000-0000-0000-000000000000")
            .replace("{code}", "nothing")
            .replace("{key}", "nothing");
        let reply = web.send(Ask::new(method, OPERATOR, &nobody)).await;
        let problem = reply.expect_problem(401, "unauthenticated");
        let schema =
            &operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"];
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
