//! Tokens of the API: what is not exactly ours, for exactly here and now, is nobody's.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use contract::{FaultCode, acts::OperatorRole};
use domain::{Platform, PlatformSettings, Site, Vault};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use store::Caller;
use testkit::{Plane, secrets};
use tokio::task::JoinSet;

use super::{code, opens, with_password};

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

fn decode(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The same token with one character of one part changed.
fn tampered(token: &str, part: usize, at: usize) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let changed = if &parts[part][at..=at] == "A" {
        "Q"
    } else {
        "A"
    };
    parts[part].replace_range(at..=at, changed);
    parts.join(".")
}

/// I-28: no byte of a token can be changed, and no header talks us into another way of checking it.
#[tokio::test]
async fn a_token_that_we_did_not_sign_is_nobodys() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let site = acme.site().await;
    let token = acme.tokens(&acme.email("owner")).await.access_token;
    assert_eq!(code(opens(&plane, &site, &token).await), None);
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts");
    };

    let mut forged: Vec<String> = (0..3)
        .flat_map(|part| [0, 5, 20].map(|at| tampered(&token, part, at)))
        .collect();
    let mut other = decode(claims);
    other["tenant"] = json!(zen.id());
    forged.push(format!("{header}.{}.{signature}", encode(&other)));
    for alg in ["none", "None", "NONE", ""] {
        let none = encode(&json!({ "alg": alg, "typ": "JWT" }));
        forged.push(format!("{none}.{claims}."));
        forged.push(format!("{none}.{claims}.{signature}"));
    }
    // The public key is public: it must not pass for a shared secret.
    let jwks = plane.platform().jwks();
    let public = jwks["keys"][0]["x"].as_str().unwrap();
    for secret in [
        public.as_bytes().to_vec(),
        URL_SAFE_NO_PAD.decode(public).unwrap(),
    ] {
        let key = EncodingKey::from_secret(&secret);
        let header = Header::new(Algorithm::HS256);
        forged.push(jsonwebtoken::encode(&header, &decode(claims), &key).unwrap());
    }
    forged.extend(["", ".", "..", "a.b.c", "Bearer"].map(str::to_owned));
    for token in forged {
        let refused = code(opens(&plane, &site, &token).await);
        assert_eq!(refused, Some(FaultCode::Unauthenticated), "{token}");
    }
    let refusals = acme.events().await;
    let refusals = refusals
        .iter()
        .filter(|event| event.action == "token.refused");
    assert!(refusals.count() > 10, "a refusal leaves a trace");
}

#[tokio::test]
async fn a_token_of_another_installation_is_nobodys() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let settings = PlatformSettings {
        base: "elsewhere.test".into(),
        scheme: "https".into(),
        operators_need_factor: false,
    };
    let (database, vault) = (plane.database().clone(), Vault::new(&secrets()));
    let elsewhere = Platform::new(database, vault, plane.clock().clone(), settings);
    let owner = acme.email("owner");
    let site = acme.site().await;
    let pair = elsewhere.token(&site, None, with_password(&owner), None, Caller::default());
    let refused = opens(&plane, &site, &pair.await.unwrap().access_token).await;
    assert_eq!(code(refused), Some(FaultCode::Unauthenticated));
}

#[tokio::test]
async fn a_token_lives_ten_minutes_and_the_next_one_is_asked_for() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let site = acme.site().await;
    let pair = acme.tokens(&acme.email("owner")).await;
    assert_eq!(pair.expires_in, 600);
    plane.clock().advance(TimeDelta::seconds(-31));
    let early = code(opens(&plane, &site, &pair.access_token).await);
    assert_eq!(early, Some(FaultCode::Unauthenticated), "not yet in force");
    plane.clock().advance(TimeDelta::seconds(31 + 600 + 29));
    assert_eq!(code(opens(&plane, &site, &pair.access_token).await), None);
    plane.clock().advance(TimeDelta::seconds(1));
    let late = code(opens(&plane, &site, &pair.access_token).await);
    assert_eq!(late, Some(FaultCode::Unauthenticated));

    let refresh = plane
        .platform()
        .refresh(&site, &pair.refresh_token, Caller::default());
    let next = refresh.await.unwrap();
    assert_eq!(code(opens(&plane, &site, &next.access_token).await), None);
    plane.clock().advance(TimeDelta::days(14));
    let stale = plane
        .platform()
        .refresh(&site, &next.refresh_token, Caller::default());
    assert_eq!(code(stale.await), Some(FaultCode::Unauthenticated));
}

/// A refresh token is used once. Used twice, somebody has a copy: everything that came of that sign-in ends.
#[tokio::test]
async fn a_replayed_refresh_token_ends_its_family() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site, owner) = (plane.platform(), acme.site().await, acme.email("owner"));
    let stolen = acme.tokens(&owner).await.refresh_token;
    let elsewhere = acme.tokens(&owner).await.refresh_token;
    let refresh = async |token: &str| platform.refresh(&site, token, Caller::default()).await;

    let next = refresh(&stolen).await.unwrap();
    assert_eq!(
        code(refresh(&stolen).await),
        Some(FaultCode::Unauthenticated)
    );
    assert_eq!(
        code(refresh(&next.refresh_token).await),
        Some(FaultCode::Unauthenticated)
    );
    assert_eq!(
        code(refresh(&elsewhere).await),
        None,
        "another sign-in is another family"
    );
    let replays = plane.events().await;
    let replays = replays
        .iter()
        .filter(|event| event.action == "token.replayed");
    assert_eq!(replays.count(), 1);
    assert_eq!(
        code(refresh("never issued").await),
        Some(FaultCode::Unauthenticated)
    );
}

/// The same at the same moment: whichever of the two comes first, the family is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_uses_at_once_end_the_family() {
    let plane = Plane::with(|settings| settings.pool_size = 24).await;
    let acme = plane.tenant("acme").build().await;
    let (platform, site) = (plane.platform(), acme.site().await);
    for _ in 0..20 {
        let token = acme.tokens(&acme.email("owner")).await.refresh_token;
        let mut uses = JoinSet::new();
        for _ in 0..2 {
            let (platform, site, token) = (platform.clone(), site.clone(), token.clone());
            uses.spawn(async move { platform.refresh(&site, &token, Caller::default()).await });
        }
        let pairs: Vec<_> = uses.join_all().await.into_iter().flatten().collect();
        assert_eq!(pairs.len(), 1);
        let next = platform.refresh(&site, &pairs[0].refresh_token, Caller::default());
        assert_eq!(code(next.await), Some(FaultCode::Unauthenticated));
    }
}

#[tokio::test]
async fn an_operators_token_ends_with_the_password_or_the_account() {
    let plane = Plane::new().await;
    plane.operator_with(OperatorRole::Support).await;
    let (site, email) = (Site::Operator, "support@operators.test");
    let platform = plane.platform();
    let pair = platform.token(&site, None, with_password(email), None, Caller::default());
    let pair = pair.await.unwrap();
    for at in [&site, &Site::Api] {
        assert_eq!(code(opens(&plane, at, &pair.access_token).await), None);
    }
    plane
        .sabotage("UPDATE platform.operators SET removed_at = now() WHERE role = 'support'")
        .await;
    let access = code(opens(&plane, &site, &pair.access_token).await);
    let refresh = code(
        platform
            .refresh(&site, &pair.refresh_token, Caller::default())
            .await,
    );
    for refused in [access, refresh] {
        assert_eq!(refused, Some(FaultCode::Unauthenticated));
    }
}
