//! Nobody, identities of another tenant or realm, and other sites (ISO-5, I-30, I-31, I-50, I-51).

use contract::FaultCode::{CrossTenant, Forbidden, NotFound, Unauthenticated};

use super::{
    calls::Call,
    stage::{
        Person::{self, Acme, Luna, Operator},
        Stage, ask,
    },
};
use crate::tests::{
    client::{Ask, Identity},
    needs::Needs,
    web::PUBLIC,
};

const API: &str = "api.tenantry.test";

/// Whether a call has no place in somebody's realm.
fn is_for_others(person: Person, call: &Call) -> bool {
    match call.path.split('/').nth(2) {
        Some("operator") => person != Operator,
        Some("tenant" | "member") => person == Operator,
        _ => false,
    }
}

#[tokio::test]
async fn an_identity_opens_nothing_elsewhere() {
    let mut stage = Stage::new().await;
    let all = stage.all_calls().await;
    let mut people = Vec::new();
    for person in [Acme, Luna, Operator] {
        let session = Identity::Session(stage.session(person).await);
        people.push((person, session));
    }
    stage.look_again().await;
    for (_, calls) in &all {
        for call in calls {
            for (person, identity) in &people {
                for host in [Acme, Luna, Operator] {
                    let code = if host != *person {
                        CrossTenant
                    } else if is_for_others(*person, call) {
                        Forbidden
                    } else {
                        continue;
                    };
                    let ask = ask(&stage.home(host), call).by(identity);
                    let attack = format!("{person:?} at {host:?}");
                    stage.refuses(&attack, call, ask, code).await;
                }
            }
            stage.changed_nothing(call).await;
        }
    }
    for (person, calls) in &all {
        stage.serves("at home", *person, calls).await;
    }
    stage.verdict().await;
}

/// What is no session of this host is nobody's: none, one that was changed, a token, which is for the API.
#[tokio::test]
async fn nobody_opens_anything() {
    let mut stage = Stage::new().await;
    let all = stage.all_calls().await;
    for (person, calls) in &all {
        let session = stage.session(*person).await;
        let token = Identity::Token(stage.token(*person).await);
        stage.look_again().await;
        let known = Identity::Session(session.clone());
        let changed = Identity::Session(changed(&session));
        let home = stage.home(*person);
        for call in calls.iter().filter(|call| call.needs != Needs::Nothing) {
            for (attack, host, identity, code) in [
                ("nobody", home.as_str(), &Identity::Nobody, Unauthenticated),
                ("a changed cookie", &home, &changed, Unauthenticated),
                ("a token", &home, &token, Unauthenticated),
                ("at the base host", PUBLIC, &known, NotFound),
                ("at the host of the API", API, &known, NotFound),
            ] {
                let ask = ask(host, call).by(identity);
                stage.refuses(attack, call, ask, code).await;
            }
            stage.changed_nothing(call).await;
        }
        stage.serves("at home", *person, calls).await;
    }
    stage.verdict().await;
}

/// I-51: tenants are same-site with each other, and a cookie's `SameSite` does not keep them apart. Not even a door opens:
/// signing somebody in or out is something done to them.
#[tokio::test]
async fn another_site_opens_nothing() {
    let mut stage = Stage::new().await;
    let all = stage.all_calls().await;
    for (person, calls) in &all {
        let identity = Identity::Session(stage.session(*person).await);
        stage.look_again().await;
        let home = stage.home(*person);
        for call in calls {
            for (site, origin) in [
                ("cross-site", "https://evil.test"),
                ("same-site", "https://luna.tenantry.test"),
            ] {
                let ask = sent_by(site, origin, &home, call).by(&identity);
                stage.refuses(site, call, ask, Forbidden).await;
            }
            stage.changed_nothing(call).await;
        }
        stage.serves("from home", *person, calls).await;
    }
    stage.verdict().await;
}

fn sent_by(site: &str, origin: &str, host: &str, call: &Call) -> Ask {
    Ask::post(host, call.path)
        .header("accept", "application/json")
        .header("sec-fetch-site", site)
        .header("origin", origin)
        .body("application/x-www-form-urlencoded", call.sent())
}

fn changed(session: &str) -> String {
    let (first, rest) = session.split_at(1);
    let other = if first == "A" { "B" } else { "A" };
    format!("{other}{rest}")
}
