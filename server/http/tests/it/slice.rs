//! A slice as programs use it: pages of a list, versions, roles. Customers stand for all.

use axum::http::Method;
use contract::{acts::Role, tenants::Tenants};
use serde_json::{Value, json};
use testkit::given;

use crate::{
    client::{Ask, Reply},
    web::{OPERATOR, Web},
};

#[tokio::test]
async fn a_list_is_walked_page_by_page_to_its_end() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    given::customers(&acme, 25).await;
    let token = web.owner_token(&acme).await;
    for sort in ["newest", "name"] {
        let (mut names, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/customers?limit=10&sort={sort}&cursor={cursor}");
            let page = web
                .send(Ask::get(&acme.host(), &path).bearer(&token))
                .await
                .expect(200)
                .json();
            names.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["name"].as_str().unwrap().to_owned()),
            );
            match &page["next_cursor"] {
                Value::String(next) => cursor.clone_from(next),
                _ => break,
            }
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 25, "{sort}");
    }
}

/// API-5: a change says which version it was made from.
#[tokio::test]
async fn a_change_from_an_old_version_is_refused() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let create = Ask::post(&acme.host(), "/api/v1/customers")
        .bearer(&token)
        .json(&json!({ "name": "Ada" }));
    let created = web.send(create).await.expect(201);
    let path = created.header("location").unwrap().to_owned();
    assert_eq!(
        path,
        format!(
            "/api/v1/customers/{}",
            created.json()["id"].as_str().unwrap()
        )
    );
    assert_eq!(created.header("etag"), Some("\"1\""));
    let put = |tag: Option<&str>, name: &str| {
        let ask = Ask::new(Method::PUT, &acme.host(), &path)
            .bearer(&token)
            .json(&json!({ "name": name }));
        match tag {
            Some(tag) => ask.header("if-match", tag),
            None => ask,
        }
    };
    let changed = web.send(put(Some("\"1\""), "Ada L.")).await.expect(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    web.send(put(Some("\"1\""), "Eve"))
        .await
        .expect_problem(412, "precondition_failed");
    web.send(put(Some("W/\"2\""), "Eve"))
        .await
        .expect_problem(400, "bad_request");
    let shown = web
        .send(Ask::get(&acme.host(), &path).bearer(&token))
        .await
        .expect(200);
    assert_eq!(
        (shown.header("etag"), &shown.json()["name"]),
        (Some("\"2\""), &json!("Ada L."))
    );
    web.send(put(None, "Ada")).await.expect(200);
    web.send(put(Some("*"), "Ada K.")).await.expect(200);
}

#[tokio::test]
async fn a_role_may_do_what_it_may() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let customer = given::customer(&acme, "Ada").await;
    acme.user(Role::ReadOnly).await;
    acme.user(Role::Staff).await;
    let as_role = async |role: Role, method: Method, path: &str, body: Option<Value>| -> Reply {
        let token = acme.tokens(&acme.email(role.as_str())).await.access_token;
        let ask = Ask::new(method, &acme.host(), path).bearer(&token);
        web.send(body.map_or_else(
            || Ask::get(&acme.host(), path).bearer(&token),
            |body| ask.json(&body),
        ))
        .await
    };
    let path = format!("/api/v1/customers/{}", customer.id);
    let name = || Some(json!({ "name": "Eve" }));
    as_role(Role::ReadOnly, Method::GET, &path, None)
        .await
        .expect(200);
    as_role(Role::ReadOnly, Method::PUT, &path, name())
        .await
        .expect_problem(403, "forbidden");
    as_role(Role::Staff, Method::PUT, &path, name())
        .await
        .expect(200);
    let invitation = json!({ "name": "Eve", "email": "eve@acme.test", "role": "owner" });
    as_role(Role::Staff, Method::POST, "/api/v1/users", Some(invitation))
        .await
        .expect_problem(403, "forbidden");
    as_role(Role::Staff, Method::GET, "/api/v1/audit", None)
        .await
        .expect_problem(403, "forbidden");
}

/// I-32, IAM-2: what happens to an account is in force from its next request on.
#[tokio::test]
async fn a_removed_user_is_out_at_once() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Staff).await;
    let email = acme.email("staff");
    let (token, session) = (acme.tokens(&email).await, acme.session(&email).await);
    let asks = || {
        [
            Ask::get("acme.tenantry.test", "/api/v1/customers").bearer(&token.access_token),
            Ask::get("acme.tenantry.test", "/api/v1/customers").session(&session),
        ]
    };
    for ask in asks() {
        web.send(ask).await.expect(200);
    }
    let owner = web.owner_token(&acme).await;
    let id = acme.account(&email).await.unwrap().id;
    let remove =
        Ask::new(Method::DELETE, &acme.host(), &format!("/api/v1/users/{id}")).bearer(&owner);
    web.send(remove).await.expect(204);
    for ask in asks() {
        web.send(ask).await.expect_problem(401, "unauthenticated");
    }
    let refresh = json!({ "refresh_token": token.refresh_token });
    web.send(Ask::post(&acme.host(), "/api/v1/auth/refresh").json(&refresh))
        .await
        .expect(401);
}

/// TEN-9: a suspended tenant reads everything and writes nothing, by every door.
#[tokio::test]
async fn a_suspended_tenant_only_reads() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let operator = web.operator().await;
    let suspension = format!("/api/v1/admin/tenants/{}/suspension", acme.id());
    let write = || {
        Ask::post("acme.tenantry.test", "/api/v1/customers")
            .bearer(&token)
            .json(&json!({ "name": "Ada" }))
    };
    web.send(write()).await.expect(201);
    let suspend = |reason: &str| {
        Ask::post(OPERATOR, &suspension)
            .session(&operator)
            .json(&json!({ "reason": reason }))
    };
    web.send(suspend("")).await.expect_problem(422, "invalid");
    let suspended = web
        .send(suspend("Invoice 7 is late."))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&suspended["status"], &suspended["suspension_reason"]),
        (&json!("suspended"), &json!("Invoice 7 is late."))
    );
    web.send(write())
        .await
        .expect_problem(403, "tenant_suspended");
    let keyed = write().header("idempotency-key", "one");
    web.send(keyed)
        .await
        .expect_problem(403, "tenant_suspended");
    web.send(Ask::get(&acme.host(), "/api/v1/customers").bearer(&token))
        .await
        .expect(200);
    web.send(Ask::new(Method::DELETE, OPERATOR, &suspension).session(&operator))
        .await
        .expect(204);
    web.send(write()).await.expect(201);
    assert_eq!(
        web.plane
            .operator()
            .await
            .tenant_get(acme.id())
            .await
            .unwrap()
            .row
            .status
            .as_str(),
        "active"
    );
}
