//! Tenants that are not in service (TEN-9, I-37): a suspended one reads and writes nothing, a closed one is not there.

use contract::{FaultCode, tenants::Tenants};

use super::stage::{Person::Acme, Proof, Stage};
use crate::{calls::Call, client::Identity, needs::Needs, web::API};

/// What is no writing in the workspace: getting in to read, getting out, and having a say in who visits.
const GOES_ON: [&str; 6] = [
    "token",
    "refresh",
    "session_end",
    "visitor_answer",
    "visitor_end",
    "visitor_set_rule",
];

#[tokio::test]
async fn a_suspended_tenant_only_reads() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let operator = stage.web.plane.operator().await;
    operator
        .tenant_suspend(stage.acme.id(), "unpaid".into())
        .await
        .unwrap();
    stage.look_again().await;
    for proof in [Proof::Token, Proof::Cookie] {
        let identity = stage.identity(Acme, proof).await;
        stage.look_again().await;
        for call in &calls {
            let operation = stage.operation(call);
            let ask = operation.ask(&stage.acme.host(), call);
            if operation.is_read() {
                stage.serves_one("suspended", call, ask.by(&identity)).await;
                // An export is put on record.
                stage.look_again().await;
            } else if !GOES_ON.contains(&call.id) {
                let ask = ask.by(call.by.as_ref().unwrap_or(&identity));
                stage
                    .refuses("suspended", call, ask, FaultCode::TenantSuspended)
                    .await;
                stage.changed_nothing(call).await;
            }
        }
    }
    let (goes_on, waits): (Vec<&Call>, Vec<&Call>) =
        calls.iter().partition(|call| GOES_ON.contains(&call.id));
    let owner = (Acme, Proof::Token);
    stage.serves("suspended", owner, goes_on).await;
    operator.tenant_resume(stage.acme.id()).await.unwrap();
    stage.serves("resumed", owner, waits).await;
    stage.verdict().await;
}

#[tokio::test]
async fn a_closed_tenant_is_not_there() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let mut identities = vec![Identity::Nobody];
    for proof in [Proof::Token, Proof::Cookie] {
        identities.push(stage.identity(Acme, proof).await);
    }
    let operator = stage.web.plane.operator().await;
    operator
        .tenant_deactivate(stage.acme.id(), String::new())
        .await
        .unwrap();
    stage.look_again().await;
    for call in &calls {
        for identity in &identities {
            let at_home = stage.operation(call).ask(&stage.acme.host(), call);
            stage
                .refuses(
                    "closed",
                    call,
                    at_home.by(identity),
                    FaultCode::TenantUnknown,
                )
                .await;
            if matches!(identity, Identity::Token(_)) && call.needs != Needs::Nothing {
                let named = stage.operation(call).ask(API, call).by(identity);
                let named = named.header("x-tenant-id", stage.acme.slug());
                stage
                    .refuses("closed, by header", call, named, FaultCode::TenantUnknown)
                    .await;
            }
        }
        stage.changed_nothing(call).await;
    }
    operator.tenant_restore(stage.acme.id()).await.unwrap();
    stage.serves("restored", (Acme, Proof::Token), &calls).await;
    stage.verdict().await;
}
