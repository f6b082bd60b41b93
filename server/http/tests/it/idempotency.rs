//! A call that is repeated with the same key is done once (API-5, I-78).

use contract::{
    acts::{Act, Role},
    api_keys::Secret,
    users::Users,
};
use serde_json::json;
use testkit::{TenantPlane, given};

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

fn create(tenant: &TenantPlane, token: &str, key: &str, name: &str) -> Ask {
    Ask::post(&tenant.host(), "/api/v1/customers")
        .bearer(token)
        .header("idempotency-key", key)
        .json(&json!({ "name": name }))
}

async fn count(web: &Web, tenant: &TenantPlane, token: &str) -> usize {
    let list = Ask::get(&tenant.host(), "/api/v1/customers").bearer(token);
    web.send(list).await.expect(200).json()["items"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn the_second_call_gets_the_first_answer() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let first = web
        .send(create(&acme, &token, "one", "Ada"))
        .await
        .expect(201);
    let second = web
        .send(create(&acme, &token, "one", "Ada"))
        .await
        .expect(201);
    assert_eq!(first.json(), second.json());
    for name in ["location", "etag", "content-type"] {
        assert_eq!(first.header(name), second.header(name), "{name}");
    }
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(count(&web, &acme, &token).await, 1);
    web.send(create(&acme, &token, "two", "Ada"))
        .await
        .expect(201);
    assert_eq!(count(&web, &acme, &token).await, 2);
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    web.send(create(&acme, &token, "one", "Ada"))
        .await
        .expect(201);
    web.send(create(&acme, &token, "one", "Eve"))
        .await
        .expect_problem(422, "invalid");
    for bad in ["", " ", "a b", "ä", &"k".repeat(256)] {
        web.send(create(&acme, &token, bad, "Ada"))
            .await
            .expect_problem(400, "bad_request");
    }
    assert_eq!(count(&web, &acme, &token).await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_caller_of_one_tenant() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    acme.user(Role::Staff).await;
    let colleague = acme.tokens(&acme.email("staff")).await.access_token;
    let (token, foreign) = (web.owner_token(&acme).await, web.owner_token(&luna).await);
    for (tenant, token) in [(&acme, &token), (&acme, &colleague), (&luna, &foreign)] {
        let reply = web
            .send(create(tenant, token, "one", "Ada"))
            .await
            .expect(201);
        assert_eq!(reply.header("idempotent-replayed"), None);
    }
    assert_eq!(count(&web, &acme, &token).await, 2);
    assert_eq!(count(&web, &luna, &foreign).await, 1);
}

#[tokio::test]
async fn of_calls_at_the_same_moment_one_is_done() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let call = || async {
        web.send(create(&acme, &token, "one", "Ada"))
            .await
            .status
            .as_u16()
    };
    let statuses: [u16; 4] = tokio::join!(call(), call(), call(), call()).into();
    assert!(statuses.contains(&201), "{statuses:?}");
    assert!(
        statuses.iter().all(|status| matches!(status, 201 | 409)),
        "{statuses:?}"
    );
    assert_eq!(count(&web, &acme, &token).await, 1);
}

#[tokio::test]
async fn a_refused_call_may_be_mended_under_the_same_key() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    web.send(create(&acme, &token, "one", ""))
        .await
        .expect_problem(422, "invalid");
    web.send(create(&acme, &token, "one", "Ada"))
        .await
        .expect(201);
}

#[tokio::test]
async fn operators_have_keys_of_their_own() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let body = json!({
        "slug": "acme", "name": "Acme", "plan": "trial", "template": "salon",
        "admin": { "name": "Ada", "email": "ada@acme.test" },
    });
    let order = || {
        Ask::post(OPERATOR, "/api/v1/admin/tenants")
            .session(&operator)
            .header("idempotency-key", "one")
            .json(&body)
    };
    let first = web.send(order()).await.expect(202);
    let second = web.send(order()).await.expect(202);
    assert_eq!(first.json()["id"], second.json()["id"]);
    assert_eq!(first.header("location"), second.header("location"));
}

/// A key of a program is told nothing that only its owner may know, by the owner's word for a call either.
#[tokio::test]
async fn an_api_key_is_not_told_what_its_owner_was() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let reads = given::api_key(&acme, "Import", &acme.email("owner"), &[Act::CompanyRead]).await;
    let Secret(key) = reads.copy.unwrap();
    web.send(create(&acme, &token, "one", "Ada"))
        .await
        .expect(201);
    web.send(create(&acme, &key, "one", "Ada"))
        .await
        .expect_problem(403, "forbidden");
    assert_eq!(count(&web, &acme, &token).await, 1);
}

/// What an answer shows is told to whoever may see it now.
#[tokio::test]
async fn an_answer_is_not_told_to_whoever_lost_the_role() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    acme.user(Role::Manager).await;
    let email = acme.email("manager");
    let token = acme.tokens(&email).await.access_token;
    let made = || create(&acme, &token, "one", "Ada");
    web.send(made()).await.expect(201);
    let owner = acme.owner().await;
    let id = acme.account(&email).await.unwrap().id;
    let set_role = async |role: Role| {
        owner.user_set_role(id, role.into(), None).await.unwrap();
    };
    set_role(Role::ReadOnly).await;
    let problem = web.send(made()).await.expect_problem(403, "forbidden");
    assert!(!problem.to_string().contains("Ada"), "{problem}");
    // Given back, it is told again, and nothing is done twice.
    set_role(Role::Owner).await;
    let again = web.send(made()).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let token = web.owner_token(&acme).await;
    assert_eq!(count(&web, &acme, &token).await, 1);
}

/// The same among operators.
#[tokio::test]
async fn an_operator_who_lost_the_role_is_not_told_either() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let body = json!({
        "slug": "acme", "name": "Acme", "plan": "trial", "template": "salon",
        "admin": { "name": "Ada", "email": "ada@acme.test" },
    });
    let order = || {
        Ask::post(OPERATOR, "/api/v1/admin/tenants")
            .session(&operator)
            .header("idempotency-key", "one")
            .json(&body)
    };
    web.send(order()).await.expect(202);
    // By hand: a command would end the session.
    let role = |role: &str| format!("UPDATE platform.operators SET role = '{role}'");
    web.plane.sabotage(&role("auditor")).await;
    web.send(order()).await.expect_problem(403, "forbidden");
    web.plane.sabotage(&role("owner")).await;
    let again = web.send(order()).await.expect(202);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

/// What is told once is kept nowhere: neither in the clear, for operators, nor longer than it can be copied.
#[tokio::test]
async fn an_answer_with_a_secret_is_not_kept() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let (owner, operator) = (web.owner_token(&acme).await, web.operator().await);
    let begin =
        |host: &str| Ask::post(host, "/api/v1/me/second-factor").header("idempotency-key", "one");
    let key = json!({ "name": "Import", "acts": ["customers.read"], "days": 1 });
    let asks = || {
        let keyed = Ask::post(&acme.host(), "/api/v1/api-keys").header("idempotency-key", "one");
        [
            begin(&acme.host()).bearer(&owner),
            begin(OPERATOR).session(&operator),
            keyed.bearer(&owner).json(&key),
        ]
    };
    for (ask, again) in asks().into_iter().zip(asks()) {
        let (first, again) = (web.send(ask).await, web.send(again).await);
        assert_eq!(again.header("idempotent-replayed"), None);
        assert_ne!(first.text(), again.text());
        assert!(first.status.is_success() && again.status.is_success());
    }
}
