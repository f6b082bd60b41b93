//! People at home who reach for more: rows of another tenant, what their role may not, a workspace that is suspended
//! (ISO-4, ISO-7, IAM-4, IAM-5, TEN-9).

use contract::{
    FaultCode,
    acts::{OperatorRole, Role},
    tenants::Tenants,
};

use super::{
    calls::Call,
    stage::{
        Person::{Acme, Luna, Operator},
        Stage, ask,
    },
};
use crate::tests::{client::Identity, needs::Needs, web::call};

/// The ids of sessions, passkeys, keys and visits carry no mark of a tenant: who may not end one is told that there is none.
const UNMARKED: [&str; 7] = [
    "/fn/account/passkey_remove",
    "/fn/account/session_end",
    "/fn/tenant/api_key_get",
    "/fn/tenant/api_key_rotate",
    "/fn/tenant/api_key_delete",
    "/fn/tenant/visitor_answer",
    "/fn/tenant/visitor_end",
];

/// What is no writing in the workspace: getting in to read, and getting out.
const GOES_ON: [&str; 23] = [
    "/fn/account/confirm",
    "/fn/account/confirm_passkey",
    "/fn/account/passkey_challenge",
    "/fn/account/second_factor_cancel",
    "/fn/account/session_end",
    "/fn/door/link_disown",
    "/fn/door/link_view",
    "/fn/door/passkey_challenge",
    "/fn/door/request_reset",
    "/fn/door/sign_in",
    "/fn/door/sign_in_code",
    "/fn/door/sign_in_passkey",
    "/fn/door/sign_out",
    "/fn/door/take_flash",
    "/fn/door/visit_enter",
    "/fn/member/home_numbers",
    "/fn/tenant/factor_list",
    "/fn/tenant/factor_rule",
    "/fn/tenant/visitor_answer",
    "/fn/tenant/visitor_end",
    "/fn/tenant/visitor_list",
    "/fn/tenant/visitor_rule",
    "/fn/tenant/visitor_set_rule",
];

#[tokio::test]
async fn an_id_of_another_tenant_opens_nothing() {
    let mut stage = Stage::new().await;
    let (mine, theirs) = (stage.calls(Luna).await, stage.calls(Acme).await);
    let luna = Identity::Session(stage.session(Luna).await);
    stage.look_again().await;
    for call in theirs.iter().filter(|call| call.names_a_row()) {
        let code = if UNMARKED.contains(&call.path) {
            FaultCode::NotFound
        } else {
            FaultCode::CrossTenant
        };
        let ask = ask(&stage.luna.host(), call).by(&luna);
        stage.refuses("a foreign id", call, ask, code).await;
        stage.changed_nothing(call).await;
    }
    let (id, slug) = (stage.acme.id(), stage.acme.slug().to_owned());
    for good in &mine {
        let identity = stage.sender(good, Luna).await;
        stage.look_again().await;
        let path = format!("{}?tenant_id={id}&tenant={slug}", good.path);
        let arguments = format!("{}&tenant_id={id}", good.sent());
        let ask = call(&stage.luna.host(), &path, arguments.trim_start_matches('&'));
        let ask = ask.by(&identity).header("x-tenant-id", &slug);
        stage
            .stays_apart("a foreign tenant in every place", good, ask)
            .await;
    }
    stage.serves("by the owner", Acme, &theirs).await;
    stage.verdict().await;
}

#[tokio::test]
async fn a_role_does_what_its_acts_allow() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let mut roles = Vec::new();
    for role in Role::ALL {
        stage.acme.user(*role).await;
        let session = stage.acme.session(&stage.acme.email(role.as_str())).await;
        roles.push((role.as_str(), role.acts(), Identity::Session(session)));
    }
    stage.look_again().await;
    let host = stage.home(Acme);
    for call in &calls {
        let Needs::Tenant(act) = call.needs else {
            continue;
        };
        for (role, acts, identity) in &roles {
            if !acts.contains(&act) {
                let ask = ask(&host, call).by(identity);
                stage.refuses(role, call, ask, FaultCode::Forbidden).await;
            }
        }
        stage.changed_nothing(call).await;
        let able = roles.iter().filter(|(_, acts, _)| acts.contains(&act));
        let (role, _, least) = able.min_by_key(|(_, acts, _)| acts.len()).unwrap();
        // What is one person's own is served to them.
        let ask = ask(&host, call).by(call.by.as_ref().unwrap_or(least));
        stage.serves_one(role, call, ask).await;
        stage.look_again().await;
    }
    stage.verdict().await;
}

#[tokio::test]
async fn an_operators_role_does_what_its_acts_allow() {
    let mut stage = Stage::new().await;
    let mut roles = Vec::new();
    for role in OperatorRole::ALL {
        let session = stage.web.plane.operator_session(*role).await;
        roles.push((role.as_str(), role.acts(), Identity::Session(session)));
    }
    let calls = stage.calls(Operator).await;
    let host = stage.home(Operator);
    for call in &calls {
        let Needs::Operator(act) = call.needs else {
            continue;
        };
        for (role, acts, identity) in &roles {
            if !acts.contains(&act) {
                let ask = ask(&host, call).by(identity);
                stage.refuses(role, call, ask, FaultCode::Forbidden).await;
            }
        }
        stage.changed_nothing(call).await;
        let able = roles.iter().filter(|(_, acts, _)| acts.contains(&act));
        let (role, _, least) = able.min_by_key(|(_, acts, _)| acts.len()).unwrap();
        let ask = ask(&host, call).by(call.by.as_ref().unwrap_or(least));
        stage.serves_one(role, call, ask).await;
        stage.look_again().await;
    }
    stage.verdict().await;
}

#[tokio::test]
async fn a_suspended_tenant_only_reads() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let operator = stage.web.plane.operator().await;
    operator
        .tenant_suspend(stage.acme.id(), "unpaid".into())
        .await
        .unwrap();
    let owner = Identity::Session(stage.session(Acme).await);
    stage.look_again().await;
    let (goes_on, waits): (Vec<&Call>, Vec<&Call>) =
        calls.iter().partition(|call| GOES_ON.contains(&call.path));
    for call in &waits {
        let ask = ask(&stage.acme.host(), call).by(call.by.as_ref().unwrap_or(&owner));
        if call.is_read() {
            stage.serves_one("suspended", call, ask).await;
        } else {
            stage
                .refuses("suspended", call, ask, FaultCode::TenantSuspended)
                .await;
        }
        stage.changed_nothing(call).await;
    }
    stage.serves("suspended", Acme, goes_on).await;
    operator.tenant_resume(stage.acme.id()).await.unwrap();
    stage.serves("resumed", Acme, waits).await;
    stage.verdict().await;
}
