//! The keeper that asks AWS KMS, against moto's server. `cargo xtask test` starts one and says where in
//! `AWS_ENDPOINT_URL_KMS`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use contract::ids::TenantId;
use uuid::Uuid;
use vault::{Context, DataKey, Error, Keeper, KmsKeeper};

/// moto answers whoever signs at all. The settings are those of every program that speaks to AWS.
#[expect(
    clippy::disallowed_methods,
    reason = "a test has no configuration but this"
)]
fn endpoint() -> String {
    let endpoint = std::env::var("AWS_ENDPOINT_URL_KMS");
    endpoint.unwrap_or_else(|_| panic!("run this with: cargo xtask test kms"))
}

fn client(endpoint: &str) -> aws_sdk_kms::Client {
    use aws_sdk_kms::config::{BehaviorVersion, Builder, Credentials, Region};
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .endpoint_url(endpoint)
        .credentials_provider(Credentials::new("test", "test", None, None, "test"));
    aws_sdk_kms::Client::from_conf(config.build())
}

async fn new_key() -> String {
    let made = client(&endpoint()).create_key().send().await.unwrap();
    made.key_metadata.unwrap().key_id
}

const fn home() -> Context<'static> {
    Context {
        purpose: "tenant key",
        tenant: Some(TenantId::new(Uuid::from_u128(1))),
        version: 1,
    }
}

#[tokio::test]
async fn what_is_wrapped_opens_in_its_own_context_alone() {
    let id = new_key().await;
    let keeper = KmsKeeper::new(&id);
    assert_eq!(keeper.id(), format!("aws-kms:{id}"));
    let key = DataKey::generate();
    let wrapped = keeper.wrap(&key, &home()).await.unwrap();
    assert!(!wrapped.windows(32).any(|window| window == key.expose()));
    let unwrapped = keeper.unwrap(&wrapped, &home()).await.unwrap();
    assert_eq!(unwrapped.expose(), key.expose());
    let elsewhere = [
        Context {
            version: 2,
            ..home()
        },
        Context {
            tenant: None,
            ..home()
        },
        Context {
            purpose: "tenant index key",
            ..home()
        },
    ];
    for context in elsewhere {
        let refused = keeper.unwrap(&wrapped, &context).await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{context}");
    }
    let mut spoiled = wrapped.clone();
    *spoiled.last_mut().unwrap() ^= 1;
    let refused = keeper.unwrap(&spoiled, &home()).await.map(drop);
    assert_eq!(refused, Err(Error::Refused));
}

#[tokio::test]
async fn a_key_that_is_missing_refuses() {
    for key in ["alias/nobodys", "00000000-0000-0000-0000-000000000000"] {
        let keeper = KmsKeeper::new(key);
        let refused = keeper.wrap(&DataKey::generate(), &home()).await.map(drop);
        assert!(
            matches!(refused, Err(Error::KeeperRefuses(_))),
            "{key}: {refused:?}"
        );
    }
}

/// What moto never says, from a server that says nothing else.
#[tokio::test]
async fn who_may_not_is_refused_and_who_is_too_many_is_told_to_wait() {
    let wrapped = |keeper: KmsKeeper| async move {
        let wrapped = keeper.wrap(&DataKey::generate(), &home()).await;
        wrapped.map(drop).unwrap_err()
    };
    for (status, code, is_refused) in [
        (400, "AccessDeniedException", true),
        (400, "DisabledException", true),
        (400, "ThrottlingException", false),
        (500, "KMSInternalException", false),
        (503, "", false),
    ] {
        let said = wrapped(KmsKeeper::of(client(&always(status, code).await), "any")).await;
        match said {
            Error::KeeperRefuses(why) => assert!(is_refused && why.contains(code), "{why}"),
            Error::KeeperSilent(_) => assert!(!is_refused, "{code}"),
            other => panic!("{code}: {other:?}"),
        }
    }
    let nobody = KmsKeeper::of(client("http://127.0.0.1:1"), "any");
    let said = wrapped(nobody).await;
    assert!(matches!(said, Error::KeeperSilent(_)), "{said:?}");
}

/// The address of a server that answers every request so.
async fn always(status: u16, code: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let status = axum::http::StatusCode::from_u16(status).unwrap();
    let body = serde_json::json!({ "__type": code, "message": "so it is" });
    let answer = move || std::future::ready((status, axum::Json(body.clone())));
    let routes = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

#[tokio::test]
async fn an_alias_goes_on_with_the_key_that_it_names() {
    let (id, alias) = (
        new_key().await,
        format!("alias/{}", Uuid::from_u128(u128::from(std::process::id()))),
    );
    let named = client(&endpoint())
        .create_alias()
        .alias_name(&alias)
        .target_key_id(&id);
    named.send().await.unwrap();
    let key = DataKey::generate();
    let keeper = KmsKeeper::new(&alias);
    let wrapped = keeper.wrap(&key, &home()).await.unwrap();
    let unwrapped = keeper.unwrap(&wrapped, &home()).await.unwrap();
    assert_eq!(unwrapped.expose(), key.expose());
}
