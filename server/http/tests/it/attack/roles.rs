//! Roles (ISO-7, IAM-4, IAM-5): who may is served, the least of them at that, and whoever may not is refused.

use contract::{
    FaultCode,
    acts::{OperatorRole, Role},
};

use super::stage::{
    Person::{Acme, Operator},
    Proof, Stage,
};
use crate::{calls::Call, client::Identity, needs::Needs};

#[tokio::test]
async fn a_role_does_what_its_acts_allow() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let mut roles = Vec::new();
    for role in Role::ALL {
        stage.acme.user(*role).await;
        let session = stage.acme.session(&stage.acme.email(role.as_str())).await;
        roles.push((*role, Identity::Session(session)));
    }
    stage.look_again().await;
    let host = stage.acme.host();
    let may = |role: Role, call: &Call| match call.needs {
        Needs::Tenant(act) => role.acts().contains(&act),
        _ => true,
    };
    for call in &calls {
        for (role, identity) in &roles {
            if !may(*role, call) {
                let ask = stage.operation(call).ask(&host, call).by(identity);
                stage
                    .refuses(role.as_str(), call, ask, FaultCode::Forbidden)
                    .await;
            }
        }
        stage.changed_nothing(call).await;
    }
    for call in &calls {
        let able = roles.iter().filter(|(role, _)| may(*role, call));
        let (role, _) = able.min_by_key(|(role, _)| role.acts().len()).unwrap();
        let session = stage.acme.session(&stage.acme.email(role.as_str())).await;
        let ask = stage.operation(call).ask(&host, call);
        let identity = match (&call.by, call.needs) {
            (Some(identity), _) => identity.clone(),
            // The session that a call ends is the owner's.
            (None, Needs::Account) => stage.identity(Acme, Proof::Cookie).await,
            (None, _) => Identity::Session(session),
        };
        stage
            .serves_one(role.as_str(), call, ask.by(&identity))
            .await;
    }
    stage.verdict().await;
}

#[tokio::test]
async fn an_operators_role_does_what_its_acts_allow() {
    let mut stage = Stage::new().await;
    let mut roles = Vec::new();
    for role in OperatorRole::ALL {
        let session = stage.web.plane.operator_session(*role).await;
        roles.push((*role, Identity::Session(session)));
    }
    let calls = stage.calls(Operator).await;
    let host = stage.home(Operator);
    let may = |role: OperatorRole, call: &Call| match call.needs {
        Needs::Operator(act) => role.acts().contains(&act),
        _ => true,
    };
    for call in &calls {
        for (role, identity) in &roles {
            if !may(*role, call) {
                for address in stage.operation(call).addresses(call) {
                    let ask = stage
                        .operation(call)
                        .ask_at(&host, &address, call)
                        .by(identity);
                    stage
                        .refuses(role.as_str(), call, ask, FaultCode::Forbidden)
                        .await;
                }
            }
        }
        stage.changed_nothing(call).await;
    }
    for call in &calls {
        let able = roles.iter().filter(|(role, _)| may(*role, call));
        let (role, identity) = able.min_by_key(|(role, _)| role.acts().len()).unwrap();
        let ask = stage.operation(call).ask(&host, call);
        let ask = match call.needs {
            Needs::Account => ask.by(&stage.identity(Operator, Proof::Cookie).await),
            _ => ask.by(call.by.as_ref().unwrap_or(identity)),
        };
        stage.serves_one(role.as_str(), call, ask).await;
    }
    stage.verdict().await;
}
