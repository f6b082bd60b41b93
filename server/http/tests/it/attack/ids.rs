//! What belongs to another tenant, sent by somebody who is at home: in the path, in the body, in the query (ISO-4, ISO-5,
//! I-07, I-26, I-31, I-35).

use contract::FaultCode;
use serde_json::{Value, json};

use super::stage::{
    Person::{Acme, Luna},
    Proof, Stage,
};
use crate::{calls::Call, client::Identity};

/// Sessions, keys and visits are no rows of a tenant's plane: their ids carry no mark of a tenant, and who may not end one is told
/// that there is none.
const UNMARKED: [&str; 5] = [
    "session_end",
    "api_key_rotate",
    "api_key_delete",
    "visitor_answer",
    "visitor_end",
];

#[tokio::test]
async fn an_id_of_another_tenant_opens_nothing() {
    let mut stage = Stage::new().await;
    let (mine, theirs) = (stage.calls(Luna).await, stage.calls(Acme).await);
    let luna = stage.attacker().await;
    for (mine, theirs) in mine.iter().zip(&theirs) {
        in_the_path(&mut stage, theirs, &luna).await;
        in_the_body(&mut stage, mine, theirs, &luna).await;
        stage.changed_nothing(mine).await;
    }
    stage
        .serves("by the owner", (Acme, Proof::Token), &theirs)
        .await;
    // I-08: what is taken in one tenant is free in the next.
    stage
        .serves("with own ids", (Luna, Proof::Token), &mine)
        .await;
    stage.verdict().await;
}

async fn in_the_path(stage: &mut Stage, theirs: &Call, luna: &Identity) {
    if !stage.operation(theirs).takes_an_id() {
        return;
    }
    let code = if UNMARKED.contains(&theirs.id) {
        FaultCode::NotFound
    } else {
        FaultCode::CrossTenant
    };
    let ask = stage.operation(theirs).ask(&stage.luna.host(), theirs);
    let attack = "a foreign id in the path";
    stage.refuses(attack, theirs, ask.by(luna), code).await;
}

async fn in_the_body(stage: &mut Stage, mine: &Call, theirs: &Call, luna: &Identity) {
    let Some(foreign) = &theirs.body else { return };
    let mut members = Vec::new();
    for member in stage.operation(mine).ids_in_body(&stage.document) {
        let id = foreign[&member].clone();
        assert!(
            id.is_string(),
            "the call of {} leaves {member} out",
            mine.id
        );
        members.push((member, id, FaultCode::CrossTenant));
    }
    // Whose a row is, is nothing that anybody sends.
    for (member, name) in [
        ("tenant_id", stage.acme.id().to_string()),
        ("tenant", stage.acme.slug().to_owned()),
    ] {
        members.push((member.to_owned(), json!(name), FaultCode::Invalid));
    }
    for (member, value, code) in members {
        let mut call = mine.clone();
        call.body.as_mut().unwrap()[&member] = value;
        let ask = stage.operation(&call).ask(&stage.luna.host(), &call);
        let attack = format!("a foreign {member} in the body");
        stage.refuses(&attack, &call, ask.by(luna), code).await;
    }
}

/// A query names no tenant: a call that tries is the caller's own all the same.
#[tokio::test]
async fn a_query_opens_nothing() {
    let mut stage = Stage::new().await;
    let (mine, theirs) = (stage.calls(Luna).await, stage.calls(Acme).await);
    let (luna, acme) = (
        stage.attacker().await,
        stage.identity(Acme, Proof::Token).await,
    );
    stage.look_again().await;
    for (mine, theirs) in mine.iter().zip(&theirs) {
        with_a_foreign_cursor(&mut stage, (mine, &luna), (theirs, &acme)).await;
    }
    let (id, slug) = (stage.acme.id(), stage.acme.slug());
    let query = format!("?tenant_id={id}&tenant={id}&x-tenant-id={slug}");
    for call in &mine {
        // It may end what it is called with.
        let luna = match &call.by {
            Some(identity) => identity.clone(),
            None => stage.attacker().await,
        };
        let operation = stage.operation(call);
        let path = operation.addresses(call).remove(0) + &query;
        let ask = operation.ask_at(&stage.luna.host(), &path, call).by(&luna);
        stage
            .stays_apart("a foreign tenant in the query", call, ask, &[])
            .await;
    }
    stage
        .serves("by the owner", (Acme, Proof::Token), &theirs)
        .await;
    stage.verdict().await;
}

/// Where a page of one tenant ended is no place in the rows of another.
async fn with_a_foreign_cursor(
    stage: &mut Stage,
    (mine, luna): (&Call, &Identity),
    (theirs, acme): (&Call, &Identity),
) {
    let is_paged = |parameter: &Value| parameter["name"] == "cursor";
    let operation = stage.operation(mine);
    if !operation.parameters("query").any(is_paged) {
        return;
    }
    let path = operation.addresses(mine).remove(0) + "?limit=1";
    let first = operation.ask_at(&stage.acme.host(), &path, theirs).by(acme);
    let page = stage.serves_one("a first page", theirs, first).await.json();
    let cursor = page["next_cursor"].as_str();
    let cursor = cursor.unwrap_or_else(|| panic!("{} has one page alone: {page}", mine.id));
    let next = format!("{path}&cursor={cursor}");
    let ask = stage
        .operation(mine)
        .ask_at(&stage.luna.host(), &next, mine);
    // One that holds what is said of people is sealed, and cannot be read elsewhere.
    let sealed = [FaultCode::Invalid];
    stage
        .stays_apart("a foreign cursor", mine, ask.by(luna), &sealed)
        .await;
}
