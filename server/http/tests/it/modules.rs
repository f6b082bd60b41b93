//! Modules as programs switch them (MOD-3): the plan's 402, the neighbours' 409, and an API that follows at once.

use axum::http::Method;
use contract::acts::Role;
use serde_json::{Value, json};
use testkit::{TenantPlane, given};

use crate::{
    client::{Ask, Reply},
    web::Web,
};

async fn put(web: &Web, tenant: &TenantPlane, token: &str, key: &str, body: Value) -> Reply {
    let path = format!("/api/v1/tenant/modules/{key}");
    let ask = Ask::new(Method::PUT, &tenant.host(), &path).bearer(token);
    web.send(ask.json(&body)).await
}

#[tokio::test]
async fn a_switched_off_module_has_no_api_and_keeps_its_records() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").build().await;
    let referral = given::referral(&acme, "Brakes").await;
    let owner = web.owner_token(&acme).await;
    acme.user(Role::Staff).await;
    let staff = acme.session(&acme.email("staff")).await;
    let path = format!("/api/v1/referrals/{}", referral.id);
    let asks = || {
        [
            Ask::get("acme.tenantry.test", "/api/v1/referrals").session(&staff),
            Ask::get("acme.tenantry.test", "/api/v1/referrals").bearer(&owner),
            Ask::get("acme.tenantry.test", &path).bearer(&owner),
        ]
    };
    let change = || Ask::new(Method::DELETE, "acme.tenantry.test", &path).bearer(&owner);
    for ask in asks() {
        web.send(ask).await.expect(200);
    }
    let off = put(
        &web,
        &acme,
        &owner,
        "referrals",
        json!({ "enabled": false }),
    )
    .await;
    assert_eq!(off.expect(200).json()["enabled"], false);
    for ask in asks().into_iter().chain([change()]) {
        web.send(ask).await.expect_problem(404, "not_found");
    }
    let me = Ask::get(&acme.host(), "/api/v1/me").session(&staff);
    let me = web.send(me).await.expect(200).json();
    assert!(!me.to_string().contains("referrals"), "{me}");
    put(&web, &acme, &owner, "referrals", json!({ "enabled": true }))
        .await
        .expect(200);
    for ask in asks() {
        assert!(web.send(ask).await.expect(200).text().contains("Brakes"));
    }
    web.send(change()).await.expect(204);
}

#[tokio::test]
async fn a_refusal_names_the_plans_or_the_modules() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").template("dental").plan("trial");
    let acme = acme.build().await;
    let owner = web.owner_token(&acme).await;
    let put = |key, body| put(&web, &acme, &owner, key, body);
    web.plane
        .sabotage("UPDATE platform.plan_revisions SET modules = array_remove(modules, 'services') WHERE plan = 'trial'")
        .await;
    put("services", json!({ "enabled": false }))
        .await
        .expect(200);
    let problem = put("services", json!({ "enabled": true })).await;
    let problem = problem.expect_problem(402, "plan_upgrade_required");
    assert_eq!(
        problem["plans"],
        json!(["starter", "professional", "enterprise", "unlimited"])
    );
    let problem = put("professionals", json!({ "enabled": false })).await;
    let problem = problem.expect_problem(409, "dependency_conflict");
    assert_eq!(problem["modules"], json!(["referrals"]));
    put(
        "professionals",
        json!({ "enabled": false, "confirm": true }),
    )
    .await
    .expect(200);
    put("customers", json!({ "enabled": false, "confirm": true }))
        .await
        .expect_problem(409, "conflict");
    put("nothing", json!({ "enabled": true }))
        .await
        .expect_problem(404, "not_found");
    for (body, field) in [
        (json!({}), "enabled"),
        (json!({ "enabled": "yes" }), "enabled"),
        (json!({ "enabled": true, "force": true }), "force"),
    ] {
        let problem = put("referrals", body).await.expect_problem(422, "invalid");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    let list = Ask::get(&acme.host(), "/api/v1/tenant/modules").bearer(&owner);
    let list = web.send(list).await.expect(200).json();
    let on = list["items"].as_array().unwrap().iter();
    let on = on.filter(|module| module["enabled"] == true);
    let on: Vec<_> = on.map(|module| module["key"].as_str().unwrap()).collect();
    assert_eq!(on, ["customers", "companies"]);
}

/// ISO-5, ISO-7: of another tenant, of a role that may not, and of nobody.
#[tokio::test]
async fn only_who_may_switches_and_only_at_home() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let owner = web.owner_token(&acme).await;
    acme.user(Role::Manager).await;
    let manager = acme.tokens(&acme.email("manager")).await.access_token;
    let on = || json!({ "enabled": true });
    put(&web, &luna, &owner, "referrals", on())
        .await
        .expect_problem(403, "cross_tenant");
    put(&web, &acme, &manager, "referrals", on())
        .await
        .expect_problem(403, "forbidden");
    put(&web, &acme, "nonsense", "referrals", on())
        .await
        .expect_problem(401, "unauthenticated");
    put(&web, &acme, &owner, "referrals", on())
        .await
        .expect(200);
    let untouched =
        Ask::get(&luna.host(), "/api/v1/referrals").bearer(&web.owner_token(&luna).await);
    web.send(untouched).await.expect_problem(404, "not_found");
}
