//! Tokens that nobody issued (I-28, I-29, I-30): changed, unsigned, signed by another, or signed by us with claims that we
//! would not make.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::FaultCode::{self, CrossTenant, Unauthenticated};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use testkit::{signed_token, strangers_token, token_parts};

use super::stage::{
    Person::{self, Acme, Luna, Operator},
    Proof, Stage,
};
use crate::needs::Needs;

/// A token with something wrong about it, and how it is refused at its owner's home.
struct Forgery {
    what: &'static str,
    token: String,
    code: FaultCode,
}

#[tokio::test]
async fn a_forged_token_of_an_owner_opens_nothing() {
    attack(Acme).await;
}

#[tokio::test]
async fn a_forged_token_of_an_operator_opens_nothing() {
    attack(Operator).await;
}

async fn attack(person: Person) {
    let mut stage = Stage::new().await;
    let calls = stage.calls(person).await;
    let forgeries = forgeries(&stage, person).await;
    // Signed by the test like the forgeries, and as it should be.
    let (header, claims) = token_parts(&stage.token(person).await);
    let as_it_was = signed_token(&header, &claims);
    stage.look_again().await;
    let home = stage.home(person);
    for call in calls.iter().filter(|call| call.needs != Needs::Nothing) {
        for forgery in &forgeries {
            let ask = stage
                .operation(call)
                .ask(&home, call)
                .bearer(&forgery.token);
            stage.refuses(forgery.what, call, ask, forgery.code).await;
        }
        stage.changed_nothing(call).await;
        if stage.operation(call).is_read() {
            let ask = stage.operation(call).ask(&home, call).bearer(&as_it_was);
            stage.serves_one("signed again as it was", call, ask).await;
            stage.look_again().await;
        }
    }
    stage
        .serves("at home", (person, Proof::Token), &calls)
        .await;
    stage.verdict().await;
}

async fn forgeries(stage: &Stage, person: Person) -> Vec<Forgery> {
    let (token, other) = (stage.token(person).await, stage.token(Luna).await);
    let (header, claims) = token_parts(&token);
    let public = stage.web.plane.platform().jwks()["keys"][0]["x"].clone();
    let mut forgeries = unsigned(&token, &header, &claims, public.as_str().unwrap());
    forgeries.extend(borrowed(&header, &claims, &other));
    forgeries.extend(claimed(
        &header,
        &claims,
        person,
        &stage.luna.id().to_string(),
    ));
    forgeries
}

/// Without the signature of the header and claims that they carry.
fn unsigned(token: &str, header: &Value, claims: &Value, public: &str) -> Vec<Forgery> {
    let text = |header: &Value, claims: &Value| format!("{}.{}", part(header), part(claims));
    let (_, signature) = token.rsplit_once('.').unwrap();
    let with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        header
    };
    let symmetric = |secret: &[u8]| {
        let signed = text(&with("alg", json!("HS256")), claims);
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(signed.as_bytes());
        let tag = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        format!("{signed}.{tag}")
    };
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).unwrap();
    flipped[0] ^= 1;
    let none = text(&with("alg", json!("none")), claims);
    let mut later = claims.clone();
    later["exp"] = json!(claims["exp"].as_i64().unwrap() + 3600);
    let forged = |what, token| Forgery {
        what,
        token,
        code: Unauthenticated,
    };
    vec![
        forged("nonsense", "nonsense".to_owned()),
        forged("no signature", format!("{}.", text(header, claims))),
        forged(
            "a flipped bit in the signature",
            format!(
                "{}.{}",
                text(header, claims),
                URL_SAFE_NO_PAD.encode(flipped)
            ),
        ),
        forged("alg none", format!("{none}.")),
        forged("alg none with a signature", format!("{none}.{signature}")),
        forged(
            "HS256 with the public key",
            symmetric(&URL_SAFE_NO_PAD.decode(public).unwrap()),
        ),
        forged(
            "HS256 with the public key as text",
            symmetric(public.as_bytes()),
        ),
        forged(
            "another kid",
            format!(
                "{}.{signature}",
                text(&with("kid", json!("../../dev/null")), claims)
            ),
        ),
        forged("the key of a stranger", strangers_token(header, claims)),
        forged(
            "the key of a stranger, which the header names",
            strangers_token(&with("jku", json!("https://evil.test/keys")), claims),
        ),
        forged(
            "a later end",
            format!("{}.{signature}", text(header, &later)),
        ),
    ]
}

/// With the good signature of another token.
fn borrowed(header: &Value, claims: &Value, other: &str) -> Vec<Forgery> {
    let (_, signature) = other.rsplit_once('.').unwrap();
    vec![Forgery {
        what: "the signature of another token",
        token: format!("{}.{}.{signature}", part(header), part(claims)),
        code: Unauthenticated,
    }]
}

/// Signed with our key, as only somebody who stole it could.
fn claimed(header: &Value, claims: &Value, person: Person, luna: &str) -> Vec<Forgery> {
    let now = claims["iat"].as_i64().unwrap();
    let mut forgeries: Vec<Forgery> = [
        ("expired", "exp", json!(now - 31)),
        ("an end that is no number", "exp", json!("never")),
        ("no end", "exp", Value::Null),
        ("not yet good", "nbf", json!(now + 60)),
        ("another audience", "aud", json!("somebody")),
        ("another issuer", "iss", json!("https://evil.test")),
        ("no issuer", "iss", Value::Null),
        ("an earlier version of the account", "ver", json!(0)),
        (
            "an account that is not there",
            "sub",
            json!("0192f0c1-2345-8abc-8def-0123456789ab"),
        ),
    ]
    .map(|(what, name, value)| {
        let mut claims = claims.clone();
        let members = claims.as_object_mut().unwrap();
        match value {
            Value::Null => members.remove(name),
            value => members.insert(name.to_owned(), value),
        };
        (what, claims)
    })
    .map(|(what, claims)| Forgery {
        what,
        token: signed_token(header, &claims),
        code: Unauthenticated,
    })
    .into();
    let mut elsewhere = claims.clone();
    elsewhere["tenant"] = json!(luna);
    forgeries.push(Forgery {
        what: "the claim of another tenant",
        token: signed_token(header, &elsewhere),
        code: CrossTenant,
    });
    if person == Acme {
        let mut operator = claims.clone();
        operator.as_object_mut().unwrap().remove("tenant");
        forgeries.push(Forgery {
            what: "the claim of an operator",
            token: signed_token(header, &operator),
            code: CrossTenant,
        });
    }
    forgeries
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
