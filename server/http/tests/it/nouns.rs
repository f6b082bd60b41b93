//! What every noun that has the shape of customers does alike. A new noun is a new line of [`nouns`].

use axum::http::Method;
use contract::acts::Role;
use serde_json::{Value, json};
use testkit::{TenantPlane, given};

use crate::{
    client::{Ask, Reply},
    web::Web,
};

/// A noun with an address of its own, and what a call may send for one.
struct Noun {
    path: &'static str,
    body: Value,
}

async fn nouns(tenant: &TenantPlane) -> Vec<Noun> {
    let noun = |path, body| Noun { path, body };
    let referral = given::referral(tenant, "Given").await;
    let category = given::service_category(tenant, "Given").await.id;
    vec![
        noun("/api/v1/customers", json!({ "name": "Canary" })),
        noun(
            "/api/v1/professionals",
            json!({ "name": "Canary", "specialty": "Birds" }),
        ),
        noun(
            "/api/v1/services",
            json!({ "category_id": category, "name": "Canary", "minutes": 45, "price": "12.50" }),
        ),
        noun(
            "/api/v1/referrals",
            json!({
                "from_professional_id": referral.from_professional_id,
                "to_professional_id": referral.to_professional_id,
                "reason": "Canary",
            }),
        ),
    ]
}

/// Calls of one account at one tenant.
struct Caller<'a> {
    web: &'a Web,
    host: String,
    token: String,
}

impl<'a> Caller<'a> {
    async fn new(web: &'a Web, tenant: &TenantPlane, role: Role) -> Self {
        tenant.user(role).await;
        let tokens = tenant.tokens(&tenant.email(role.as_str())).await;
        Self {
            web,
            host: tenant.host(),
            token: tokens.access_token,
        }
    }

    fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Ask {
        let ask = Ask::new(method, &self.host, path).bearer(&self.token);
        match body {
            Some(body) => ask.json(body),
            None => ask,
        }
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        self.web.send(self.ask(method, path, body)).await
    }

    /// Creates one of the noun; the address of it.
    async fn create(&self, noun: &Noun) -> String {
        let created = self.send(Method::POST, noun.path, Some(&noun.body)).await;
        created.expect(201).header("location").unwrap().to_owned()
    }

    /// Every call that takes the address of one, the last of which deletes it.
    async fn use_all(&self, noun: &Noun, path: &str) -> [Reply; 3] {
        [
            self.send(Method::GET, path, None).await,
            self.send(Method::PUT, path, Some(&noun.body)).await,
            self.send(Method::DELETE, path, None).await,
        ]
    }
}

/// ISO-4: an own id that does not exist is not found, and so is what is no id.
#[tokio::test]
async fn what_is_deleted_is_not_found() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    for noun in nouns(&acme).await {
        let path = owner.create(&noun).await;
        for (reply, status) in owner
            .use_all(&noun, &path)
            .await
            .into_iter()
            .zip([200, 200, 204])
        {
            reply.expect(status);
        }
        for reply in owner.use_all(&noun, &path).await {
            reply.expect_problem(404, "not_found");
        }
        let nonsense = format!("{}/nonsense", noun.path);
        owner
            .send(Method::GET, &nonsense, None)
            .await
            .expect_problem(404, "not_found");
    }
}

/// API-5: a change says which version it was made from, and a call that is repeated is done once.
#[tokio::test]
async fn a_lost_update_and_a_repeated_call_are_caught() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    for noun in nouns(&acme).await {
        let once = || {
            owner
                .ask(Method::POST, noun.path, Some(&noun.body))
                .header("idempotency-key", "one")
        };
        let first = web.send(once()).await.expect(201);
        assert_eq!(first.header("etag"), Some("\"1\""));
        let again = web.send(once()).await.expect(201);
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        let path = first.header("location").unwrap();
        assert_eq!(again.header("location"), Some(path));
        let found = format!("{}?q=canary", noun.path);
        let list = owner.send(Method::GET, &found, None).await.expect(200);
        assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);

        let put = |tag| {
            owner
                .ask(Method::PUT, path, Some(&noun.body))
                .header("if-match", tag)
        };
        let changed = web.send(put("\"1\"")).await.expect(200);
        assert_eq!(changed.header("etag"), Some("\"2\""));
        web.send(put("\"1\""))
            .await
            .expect_problem(412, "precondition_failed");
    }
}

/// I-40: fields that a caller may not set are no fields at all.
#[tokio::test]
async fn what_only_the_platform_sets_is_refused() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    for noun in nouns(&acme).await {
        let path = owner.create(&noun).await;
        for field in ["id", "tenant_id", "version", "created_at"] {
            let mut body = noun.body.clone();
            body[field] = json!("0192f0c1-2345-8abc-8def-0123456789ab");
            for (method, path) in [(Method::POST, noun.path), (Method::PUT, &path)] {
                let problem = owner
                    .send(method, path, Some(&body))
                    .await
                    .expect_problem(422, "invalid");
                assert!(problem["fields"][field].is_string(), "{problem}");
            }
        }
    }
}
