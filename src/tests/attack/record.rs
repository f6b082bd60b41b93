//! AUD-1: whatever server function changes something is on record. Found by making every good call: a new one that writes
//! without an entry fails here by name.

use testkit::{Records, Witness};

use super::stage::{Stage, ask};

/// What changes rows and is no entry, and why not.
const UNRECORDED: [(&str, &str); 6] = [
    (
        "/fn/door/sign_out",
        "the browser drops the session that it came with; that it was signed in is on record",
    ),
    (
        "/fn/door/request_reset",
        "nobody knows who asks, and for whom is found later and in the same time for everybody; what is done with the \
         mailed link is on record",
    ),
    (
        "/fn/account/second_factor_cancel",
        "a secret that was never in force is thrown away",
    ),
    (
        "/fn/door/passkey_challenge",
        "a question is kept for five minutes; what is signed for it is on record",
    ),
    (
        "/fn/account/passkey_challenge",
        "a question is kept for five minutes; what is signed for it is on record",
    ),
    (
        "/fn/account/passkey_begin",
        "a question is kept for five minutes; the passkey that is made for it is on record",
    ),
];

#[tokio::test]
async fn every_function_that_changes_something_is_on_record() {
    let mut stage = Stage::new().await;
    let all = stage.all_calls().await;
    let mut witness = Witness::new(&stage.web.plane).await;
    let mut records = Records::new(&stage.web.plane).await;
    let mut findings = Vec::new();
    for (person, calls) in &all {
        for call in calls {
            let identity = stage.sender(call, *person).await;
            witness.changes().await;
            records.news().await;
            let ask = ask(&stage.home(*person), call).by(&identity);
            let reply = stage.web.send(ask).await;
            assert!(reply.status.is_success(), "{}: {}", call.path, reply.text());
            let (changes, news) = (witness.changes().await, records.news().await);
            let is_listed = UNRECORDED.iter().any(|(path, _)| *path == call.path);
            let finding = match (news > 0, changes.is_empty()) {
                (false, false) if !is_listed => "changed and did not record",
                (true, _) if is_listed => "is on record now; unlist",
                _ => continue,
            };
            let places: Vec<String> = changes.iter().map(ToString::to_string).collect();
            findings.push(format!("{} {finding}: {}", call.path, places.join(", ")));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
