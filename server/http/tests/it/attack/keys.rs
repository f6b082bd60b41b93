//! Keys of programs (IAM-3, I-39): good for what they were made for, and for nothing that wants a person.

use contract::{FaultCode, acts::Act};

use super::stage::{Person::Acme, Proof, Stage};
use crate::{calls::Call, needs::Needs};

/// Dangerous, so that only somebody who proved lately who they are does it.
const WANT_A_PERSON: [&str; 15] = [
    "factor_set_rule",
    "user_update",
    "user_forget_factor",
    "user_remove",
    "api_key_create",
    "api_key_rotate",
    "receiver_delete",
    "receiver_renew",
    "receiver_set",
    "retention_update",
    "role_create",
    "role_update",
    "role_delete",
    "visitor_answer",
    "visitor_set_rule",
];

/// What a key may ask about itself.
const ABOUT_ITSELF: [&str; 2] = ["me", "me_events"];

#[tokio::test]
async fn a_key_does_what_it_was_made_for() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let narrow = stage.key(Acme, Some(&[Act::CustomerRead])).await;
    let wide = stage.identity(Acme, Proof::Key).await;
    stage.look_again().await;
    let host = stage.acme.host();
    let beyond = |call: &Call| match call.needs {
        Needs::Nothing => None,
        Needs::Account => (!ABOUT_ITSELF.contains(&call.id)).then_some(FaultCode::Forbidden),
        _ if WANT_A_PERSON.contains(&call.id) => Some(FaultCode::ProofRequired),
        Needs::Tenant(Act::CustomerRead) => None,
        Needs::Tenant(_) | Needs::Operator(_) => Some(FaultCode::Forbidden),
    };
    for call in &calls {
        if let Some(code) = beyond(call) {
            let ask = stage.operation(call).ask(&host, call).by(&narrow);
            stage.refuses("a key for less", call, ask, code).await;
        }
        let wants_a_person = WANT_A_PERSON.contains(&call.id);
        if wants_a_person || (call.needs == Needs::Account && !ABOUT_ITSELF.contains(&call.id)) {
            let ask = stage.operation(call).ask(&host, call).by(&wide);
            let code = if wants_a_person {
                FaultCode::ProofRequired
            } else {
                FaultCode::Forbidden
            };
            stage.refuses("a key for everything", call, ask, code).await;
        }
        stage.changed_nothing(call).await;
    }
    for call in &calls {
        let is_for_keys = matches!(call.needs, Needs::Tenant(_)) || ABOUT_ITSELF.contains(&call.id);
        if is_for_keys && !WANT_A_PERSON.contains(&call.id) {
            let ask = stage.operation(call).ask(&host, call).by(&wide);
            stage.serves_one("a key for everything", call, ask).await;
        }
    }
    stage.verdict().await;
}
