//! ISO-7: every noun that has the shape of customers, against everybody who should not get through, and each refusal
//! with a twin that succeeds. A new noun is a new line of [`nouns`].

use axum::http::Method;
use contract::{acts::Role, tenants::Tenants};
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
    vec![
        noun("/api/v1/customers", json!({ "name": "Canary" })),
        noun(
            "/api/v1/professionals",
            json!({ "name": "Canary", "specialty": "Birds" }),
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

/// ISO-4: a foreign id is refused whether or not it exists; an own one that does not exist is not found.
#[tokio::test]
async fn an_id_of_another_tenant_opens_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let luna = web.plane.tenant("luna").template("dental").build().await;
    let attacker = Caller::new(&web, &acme, Role::Owner).await;
    let victim = Caller::new(&web, &luna, Role::Owner).await;
    for (noun, theirs) in nouns(&acme).await.iter().zip(nouns(&luna).await) {
        let path = victim.create(&theirs).await;
        for reply in attacker.use_all(noun, &path).await {
            assert!(!reply.text().contains("Canary"), "{path}");
            reply.expect_problem(403, "cross_tenant");
        }
        let list = attacker.send(Method::GET, noun.path, None).await;
        assert!(!list.expect(200).text().contains("Canary"), "{path}");
        let untouched = victim.send(Method::GET, &path, None).await.expect(200);
        assert_eq!(untouched.json()["version"], 1, "{path}");

        for (reply, status) in victim
            .use_all(&theirs, &path)
            .await
            .into_iter()
            .zip([200, 200, 204])
        {
            reply.expect(status);
        }
        for reply in victim.use_all(&theirs, &path).await {
            reply.expect_problem(404, "not_found");
        }
        let nonsense = format!("{}/nonsense", noun.path);
        victim
            .send(Method::GET, &nonsense, None)
            .await
            .expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn nobody_and_a_forged_token_open_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    for noun in nouns(&acme).await {
        let path = owner.create(&noun).await;
        for path in [noun.path, &path] {
            web.send(Ask::get(&owner.host, path))
                .await
                .expect_problem(401, "unauthenticated");
            let forged = format!("{}x", owner.token);
            web.send(Ask::get(&owner.host, path).bearer(&forged))
                .await
                .expect_problem(401, "unauthenticated");
            owner.send(Method::GET, path, None).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_role_that_only_looks_changes_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    let looker = Caller::new(&web, &acme, Role::ReadOnly).await;
    for noun in nouns(&acme).await {
        let path = owner.create(&noun).await;
        looker.send(Method::GET, noun.path, None).await.expect(200);
        looker
            .send(Method::POST, noun.path, Some(&noun.body))
            .await
            .expect_problem(403, "forbidden");
        let [show, update, delete] = looker.use_all(&noun, &path).await;
        show.expect(200);
        update.expect_problem(403, "forbidden");
        delete.expect_problem(403, "forbidden");
        owner.send(Method::DELETE, &path, None).await.expect(204);
    }
}

/// TEN-9: reads go on, writes do not, and both do again afterwards.
#[tokio::test]
async fn a_suspended_tenant_only_reads() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let owner = Caller::new(&web, &acme, Role::Owner).await;
    let operator = web.plane.operator().await;
    for noun in nouns(&acme).await {
        let path = owner.create(&noun).await;
        operator
            .tenant_suspend(acme.id(), "unpaid".into())
            .await
            .unwrap();
        owner.send(Method::GET, noun.path, None).await.expect(200);
        owner
            .send(Method::POST, noun.path, Some(&noun.body))
            .await
            .expect_problem(403, "tenant_suspended");
        let [show, update, delete] = owner.use_all(&noun, &path).await;
        show.expect(200);
        update.expect_problem(403, "tenant_suspended");
        delete.expect_problem(403, "tenant_suspended");
        operator.tenant_resume(acme.id()).await.unwrap();
        owner.send(Method::DELETE, &path, None).await.expect(204);
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
