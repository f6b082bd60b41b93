//! AUD-1: whatever changes something is on record, and so is what leaves the house. Found by making every good call: a new
//! operation that writes without an entry fails here by name.

use testkit::{Records, Witness};

use super::stage::{Proof, Stage};

/// What changes rows and is no entry, and why not.
const UNRECORDED: [(&str, &str); 1] = [(
    "refresh",
    "a token becomes the next one of a sign-in that is on record; one that is used twice is on record",
)];

/// Operations that are no reading and change nothing as they are called here, and why not.
const IDLE: [(&str, &str); 2] = [
    (
        "module_switch",
        "the module is on, and the calls after it are of what is in it",
    ),
    (
        "visit_way_in",
        "an address is told; the visit is on record, and so is who comes in by it",
    ),
];

#[tokio::test]
async fn every_operation_that_changes_something_is_on_record() {
    let mut stage = Stage::new().await;
    let all = stage.all_calls().await;
    let mut witness = Witness::new(&stage.web.plane).await;
    let mut records = Records::new(&stage.web.plane).await;
    let mut findings = Vec::new();
    for (person, calls) in &all {
        let as_person = (*person, Proof::Token);
        let lasting = stage.identity(*person, Proof::Token).await;
        for call in calls {
            let identity = stage.sender(call, as_person, &lasting).await;
            witness.changes().await;
            records.news().await;
            let operation = stage.operation(call);
            let is_read = operation.is_read();
            let ask = operation.ask(&stage.home(*person), call).by(&identity);
            let reply = stage.web.send(ask).await;
            assert!(reply.status.is_success(), "{}: {}", call.id, reply.text());
            let (changes, news) = (witness.changes().await, records.news().await);
            let listed = |list: &[(&str, &str)]| list.iter().any(|(id, _)| *id == call.id);
            let finding = match (news > 0, changes.is_empty()) {
                (false, false) if !listed(&UNRECORDED) => "changed and did not record",
                (false, true) if !is_read && !listed(&IDLE) => "did nothing that would show",
                (true, _) if listed(&UNRECORDED) || listed(&IDLE) => "is on record now; unlist",
                _ => continue,
            };
            let places: Vec<String> = changes.iter().map(ToString::to_string).collect();
            findings.push(format!("{} {finding}: {}", call.id, places.join(", ")));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
