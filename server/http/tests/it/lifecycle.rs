//! A tenant's life through the API (API-1).

use axum::http::Method;
use serde_json::{Value, json};
use testkit::TenantPlane;

use crate::{
    client::Ask,
    web::{OPERATOR, Web},
};

fn draft(slug: &str) -> Value {
    json!({
        "slug": slug, "name": "Acme Ltd", "plan": "starter", "strategy": "shared", "template": "salon",
        "admin": { "name": "Ada", "email": "ada@acme.test", "password": testkit::PASSWORD },
    })
}

#[tokio::test]
async fn a_tenant_is_created_provisioned_and_entered() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let created = web
        .send(
            Ask::post(OPERATOR, "/api/v1/admin/tenants")
                .session(&operator)
                .json(&draft("acme")),
        )
        .await;
    let created = created.expect(202);
    let (path, tenant) = (
        created.header("location").unwrap().to_owned(),
        created.json(),
    );
    assert_eq!(tenant["status"], "provisioning");
    assert_eq!(
        tenant["admin"],
        json!({ "name": "Ada", "email": "ada@acme.test" })
    );
    assert!(tenant["provisioning"]["steps"].as_array().unwrap().len() > 3);
    assert!(!tenant.to_string().contains(testkit::PASSWORD));
    let sign_in = || {
        Ask::post("acme.tenantry.test", "/api/v1/auth/token")
            .json(&json!({ "email": "ada@acme.test", "password": testkit::PASSWORD }))
    };
    web.send(sign_in())
        .await
        .expect_problem(404, "tenant_unknown");
    web.plane
        .provision(tenant["id"].as_str().unwrap().parse().unwrap())
        .await;
    let live = web
        .send(Ask::get(OPERATOR, &path).session(&operator))
        .await
        .expect(200)
        .json();
    assert_eq!(live["status"], "active");
    assert!(
        live["provisioning"]["steps"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["state"] == "done")
    );
    let tokens = web.send(sign_in()).await.expect(200).json();
    assert_eq!(tokens["token_type"], "Bearer");
    let token = tokens["access_token"].as_str().unwrap();
    let me = web
        .send(Ask::get("acme.tenantry.test", "/api/v1/me").bearer(token))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&me["realm"], &me["role"], &me["tenant"]["plan"]),
        (&json!("tenant"), &json!("owner"), &json!("starter"))
    );
}

/// One of several at the same moment wins; the others are told.
#[tokio::test]
async fn a_slug_is_taken_once() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let create = || async {
        let ask = Ask::post(OPERATOR, "/api/v1/admin/tenants")
            .session(&operator)
            .json(&draft("acme"));
        web.send(ask).await.status.as_u16()
    };
    let mut statuses: [u16; 4] = tokio::join!(create(), create(), create(), create()).into();
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409, 409, 409]);
}

#[tokio::test]
async fn a_tenant_is_closed_and_opened_and_never_twice() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let acme = web.plane.tenant("acme").build().await;
    let path = format!("/api/v1/admin/tenants/{}", acme.id());
    let send = async |method: Method, path: &str| {
        web.send(Ask::new(method, OPERATOR, path).session(&operator))
            .await
    };
    send(Method::DELETE, &path).await.expect(204);
    send(Method::DELETE, &path)
        .await
        .expect_problem(409, "illegal_transition");
    web.send(Ask::get(&acme.host(), "/api/v1/me"))
        .await
        .expect_problem(404, "tenant_unknown");
    let restored = send(Method::POST, &format!("{path}/restoration"))
        .await
        .expect(200)
        .json();
    assert_eq!(restored["status"], "active");
    send(Method::POST, &format!("{path}/retry"))
        .await
        .expect_problem(409, "illegal_transition");
    send(
        Method::GET,
        "/api/v1/admin/tenants/00000000-0000-0000-0000-000000000000",
    )
    .await
    .expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_record_is_changed_from_the_version_that_was_seen() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let acme = web.plane.tenant("acme").build().await;
    let path = format!("/api/v1/admin/tenants/{}", acme.id());
    let shown = web
        .send(Ask::get(OPERATOR, &path).session(&operator))
        .await
        .expect(200);
    let tag = shown.header("etag").unwrap();
    let put = || {
        let body = json!({ "name": "Acme Inc", "billing_email": "billing@acme.test", "custom_domain": "www.acme.example" });
        Ask::new(Method::PUT, OPERATOR, &path)
            .session(&operator)
            .header("if-match", tag)
            .json(&body)
    };
    let changed = web.send(put()).await.expect(200).json();
    assert_eq!(
        (&changed["name"], &changed["custom_domain"]),
        (&json!("Acme Inc"), &json!("www.acme.example"))
    );
    web.send(put())
        .await
        .expect_problem(412, "precondition_failed");
    let token = web.owner_token(&acme).await;
    let me = web
        .send(Ask::get("www.acme.example", "/api/v1/me").bearer(&token))
        .await
        .expect(200)
        .json();
    assert_eq!(me["tenant"]["slug"], "acme");
}

/// I-59: what links, bookmarks and DNS of one tenant lead to is never another's, also when the tenant is closed.
#[tokio::test]
async fn an_address_is_nobody_elses_for_good() {
    const DOMAIN: &str = "www.acme.example";
    let web = Web::new().await;
    let operator = web.operator().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let claim = async |tenant: &TenantPlane, domain: &str| {
        let path = format!("/api/v1/admin/tenants/{}", tenant.id());
        let body =
            json!({ "name": "One", "billing_email": "billing@one.test", "custom_domain": domain });
        let ask = Ask::new(Method::PUT, OPERATOR, &path).session(&operator);
        web.send(ask.json(&body)).await
    };
    claim(&acme, DOMAIN).await.expect(200);
    let path = format!("/api/v1/admin/tenants/{}", acme.id());
    for closed in [false, true] {
        if closed {
            let close = Ask::new(Method::DELETE, OPERATOR, &path).session(&operator);
            web.send(close).await.expect(204);
        }
        let again = Ask::post(OPERATOR, "/api/v1/admin/tenants").session(&operator);
        web.send(again.json(&draft("acme")))
            .await
            .expect_problem(409, "conflict");
        let problem = claim(&luna, DOMAIN).await.expect_problem(409, "conflict");
        assert!(problem["fields"]["custom_domain"].is_string(), "{problem}");
    }
    // No address of ours is a domain of a tenant's own.
    for ours in ["acme.tenantry.test", "admin.tenantry.test", "tenantry.test"] {
        assert_ne!(claim(&luna, ours).await.status, 200, "{ours}");
    }
    claim(&luna, "www.luna.example").await.expect(200);
}

#[tokio::test]
async fn the_older_names_of_the_administration_answer_too() {
    let web = Web::new().await;
    let operator = web.operator().await;
    let acme = web.plane.tenant("acme").build().await;
    for prefix in [
        "/api/v1/admin/tenants",
        "/api/admin/tenants",
        "/api/tenants",
    ] {
        let list = Ask::get(
            OPERATOR,
            &format!("{prefix}?q=acm&status=active&plan=unlimited&limit=5"),
        )
        .session(&operator);
        assert_eq!(
            web.send(list).await.expect(200).json()["items"][0]["slug"],
            "acme",
            "{prefix}"
        );
        let show = Ask::get(OPERATOR, &format!("{prefix}/{}", acme.id())).session(&operator);
        assert_eq!(
            web.send(show).await.expect(200).json()["id"],
            acme.id().to_string()
        );
    }
}
