//! Words that mean something to a database, a table of roles or a log.

use contract::FaultCode::{BadRequest, Invalid};
use serde_json::json;
use testkit::Heard;

use super::stage::{
    Person::{Acme, Luna, Operator},
    Proof, Stage,
};
use crate::{calls::Call, client::Ask, web::Web};

/// I-22: who can change a statement can set the tenant that it is for. One that slept would be answered with 503.
#[tokio::test]
async fn no_word_of_a_query_is_a_statement() {
    let mut stage = Stage::new().await;
    stage.calls(Acme).await;
    let words = [
        "%27%20OR%20%271%27%3D%271".to_owned(),
        format!(
            "%27%3B%20SELECT%20set_config(%27app.tenant_id%27,%27{}%27,false)--",
            stage.acme.id()
        ),
        "(SELECT%20pg_sleep(60))".to_owned(),
        "name%20DESC%3B%20RESET%20ROLE%3B--".to_owned(),
        "$1)%20OR%20true--".to_owned(),
        "%25_%5C%27%22%60".to_owned(),
        "%00".to_owned(),
        "%E2%80%AE%F0%9F%92%A9".to_owned(),
    ];
    for person in [Luna, Operator] {
        let calls = stage.calls(person).await;
        let identity = stage.identity(person, Proof::Cookie).await;
        stage.look_again().await;
        for call in &calls {
            for name in names_in_query(&stage, call) {
                for word in &words {
                    let operation = stage.operation(call);
                    let path = operation.addresses(call).remove(0);
                    let asked = format!("{path}?{name}={word}");
                    let ask = operation.ask_at(&stage.home(person), &asked, call);
                    let (attack, ask) = (format!("{name}={word}"), ask.by(&identity));
                    let refusals = [Invalid, BadRequest];
                    stage.stays_apart(&attack, call, ask, &refusals).await;
                }
            }
        }
    }
    stage.verdict().await;
}

fn names_in_query(stage: &Stage, call: &Call) -> Vec<String> {
    let parameters = stage.operation(call).parameters("query");
    let names = parameters.map(|parameter| parameter["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

/// I-44: a role that is written another way is none, and the platform's are none of a tenant's.
#[tokio::test]
async fn a_role_by_another_name_is_none() {
    let mut stage = Stage::new().await;
    let calls = stage.calls(Acme).await;
    let owner = stage.identity(Acme, Proof::Cookie).await;
    stage.look_again().await;
    let takes_a_role = |call: &&Call| {
        let body = call.body.as_ref();
        body.is_some_and(|body| body["role"].is_string())
    };
    let calls: Vec<&Call> = calls.iter().filter(takes_a_role).collect();
    assert!(calls.len() > 1, "invitations and changes of a role");
    for call in &calls {
        for role in [
            "Owner",
            "owner ",
            "OWNER",
            "own\u{200b}er",
            "super_admin",
            "operator",
            "support",
            "",
        ] {
            let mut call = Call::clone(call);
            call.body.as_mut().unwrap()["role"] = json!(role);
            let ask = stage.operation(&call).ask(&stage.acme.host(), &call);
            let attack = format!("the role {role:?}");
            stage.refuses(&attack, &call, ask.by(&owner), Invalid).await;
        }
        stage.changed_nothing(call).await;
    }
    stage.serves("a role", (Acme, Proof::Token), calls).await;
    stage.verdict().await;
}

/// I-62: whatever somebody sends, a line of the log is one line and moves no cursor.
#[tokio::test]
async fn nobody_writes_a_line_of_the_log() {
    const LINE: &str = "\n2026-01-01T00:00:00Z INFO forged";

    let heard = Heard::new();
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let host = acme.host();
    let escape = format!("\u{1b}[2J{LINE}");
    for ask in [
        Ask::get(
            &host,
            "/api/v1/customers/%0A2026-01-01T00:00:00Z%20INFO%20forged%1B[2J",
        ),
        Ask::get(&host, "/api/v1/customers?q=%0Aforged%1B[2J&sort=%0Aforged"),
        Ask::post(&host, "/api/v1/customers").json(&json!({ "name": escape })),
        Ask::post(&host, "/api/v1/users")
            .json(&json!({ "name": "Eve", "email": escape, "role": "staff" })),
        Ask::get(&host, "/api/v1/me").header("x-request-id", "a forged\tid"),
        Ask::get(&host, "/api/v1/me").header("user-agent", "forged\t2026"),
    ] {
        web.send(ask.bearer(&token)).await;
    }
    let refused = json!({ "email": escape, "password": escape });
    web.send(Ask::post(&host, "/api/v1/auth/token").json(&refused))
        .await
        .expect_problem(401, "unauthenticated");
    let lines = heard.lines();
    assert!(
        lines
            .iter()
            .filter(|line| line.contains("answered"))
            .count()
            > 6
    );
    for line in lines {
        assert!(!line.contains('\u{1b}'), "{line:?}");
        assert!(!line.starts_with("2026-01-01"), "{line:?}");
        assert!(
            line.starts_with(|first: char| first.is_ascii_digit()),
            "{line:?}"
        );
    }
}
