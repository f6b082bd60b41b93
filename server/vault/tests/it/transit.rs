//! The keeper that asks Vault, against a server that answers as the documents of its transit engine say.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, Generate, Key, KeyInit, Nonce, Payload},
};
use serde_json::{Value, json};
use vault::{BadAddress, Context, DataKey, Error, Keeper, TransitKeeper, VaultToken};

use crate::tenant;

const TOKEN: &str = "hvs.of-the-tests";

/// What it does with the next request in place of its work.
enum Trouble {
    Answer(u16, Value),
    Silence,
    Redirect,
}

/// A server with one key, `tenantry`, at the mount `transit`.
#[derive(Clone)]
struct Server {
    key: Key<XChaCha20Poly1305>,
    troubles: Arc<Mutex<VecDeque<Trouble>>>,
    asked: Arc<Mutex<Vec<Value>>>,
    token: Arc<Mutex<String>>,
}

impl Server {
    fn new() -> Self {
        Self {
            key: Key::<XChaCha20Poly1305>::generate(),
            troubles: Arc::default(),
            asked: Arc::default(),
            token: Arc::new(Mutex::new(TOKEN.into())),
        }
    }

    /// Its address, with the path of the key.
    async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let routes = Router::new()
            .route("/v1/transit/{work}/{name}", post(answer))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        format!("http://127.0.0.1:{port}/transit/tenantry")
    }

    fn make_trouble(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.troubles.lock().unwrap().extend(troubles);
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key)
    }

    fn encrypt(&self, msg: &[u8], aad: &[u8]) -> Value {
        let nonce = Nonce::<XChaCha20Poly1305>::generate();
        let sealed = self.cipher().encrypt(&nonce, Payload { msg, aad }).unwrap();
        let sealed = STANDARD.encode([nonce.as_slice(), &sealed].concat());
        json!({ "data": { "ciphertext": format!("vault:v1:{sealed}"), "key_version": 1 } })
    }

    fn decrypt(&self, ciphertext: &str, aad: &[u8]) -> Result<Value, &'static str> {
        let sealed = ciphertext.strip_prefix("vault:v1:");
        let sealed = sealed.ok_or("invalid ciphertext: no prefix")?;
        let sealed = STANDARD
            .decode(sealed)
            .map_err(|_| "invalid ciphertext: could not decode base64")?;
        let (nonce, msg) = sealed.split_at_checked(24).ok_or("invalid ciphertext")?;
        let nonce = Nonce::<XChaCha20Poly1305>::try_from(nonce).unwrap();
        let plain = self.cipher().decrypt(&nonce, Payload { msg, aad });
        let plain = plain.map_err(|_| "cipher: message authentication failed")?;
        Ok(json!({ "data": { "plaintext": STANDARD.encode(plain) } }))
    }
}

fn complaint(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({ "errors": [why] }))).into_response()
}

async fn answer(
    State(server): State<Server>,
    Path((work, name)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.asked.lock().unwrap().push(body.clone());
    let trouble = server.troubles.lock().unwrap().pop_front();
    match trouble {
        None => {}
        Some(Trouble::Silence) => std::future::pending().await,
        Some(Trouble::Redirect) => {
            let to = [("location", "http://127.0.0.1:1/v1/transit/encrypt/tenantry")];
            return (StatusCode::TEMPORARY_REDIRECT, to).into_response();
        }
        Some(Trouble::Answer(status, body)) => {
            return (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
        }
    }
    let token = headers
        .get("X-Vault-Token")
        .map(|token| token.to_str().unwrap().to_owned());
    if token.as_ref() != Some(&*server.token.lock().unwrap()) {
        return complaint(StatusCode::FORBIDDEN, "permission denied");
    }
    if name != "tenantry" {
        return complaint(StatusCode::BAD_REQUEST, "encryption key not found");
    }
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    let aad = STANDARD.decode(text("associated_data")).unwrap();
    match work.as_str() {
        "encrypt" => {
            let plain = STANDARD.decode(text("plaintext")).unwrap();
            Json(server.encrypt(&plain, &aad)).into_response()
        }
        "decrypt" => match server.decrypt(&text("ciphertext"), &aad) {
            Ok(answer) => Json(answer).into_response(),
            Err(why) => complaint(StatusCode::BAD_REQUEST, why),
        },
        _ => complaint(StatusCode::NOT_FOUND, "unsupported path"),
    }
}

fn given(token: &str) -> VaultToken {
    VaultToken::Given(token.to_owned().into())
}

const fn home() -> Context<'static> {
    Context {
        purpose: "roles",
        tenant: None,
        version: 1,
    }
}

async fn start() -> (Server, TransitKeeper, String) {
    let server = Server::new();
    let address = server.listen().await;
    let keeper = TransitKeeper::new(&address, given(TOKEN)).unwrap();
    (server, keeper, address)
}

fn sealed() -> Trouble {
    Trouble::Answer(503, json!({ "errors": ["Vault is sealed"] }))
}

#[tokio::test]
async fn what_is_wrapped_opens_in_its_own_context_alone() {
    let (server, keeper, _) = start().await;
    assert_eq!(keeper.id(), "vault:transit/tenantry");
    let key = DataKey::generate();
    let wrapped = keeper.wrap(&key, &home()).await.unwrap();
    assert!(wrapped.starts_with(b"vault:v1:"));
    let unwrapped = keeper.unwrap(&wrapped, &home()).await.unwrap();
    assert_eq!(unwrapped.expose(), key.expose());
    let of_tenant = Context {
        tenant: Some(tenant(1)),
        ..home()
    };
    let newer = Context {
        version: 2,
        ..home()
    };
    for context in [of_tenant, newer] {
        let refused = keeper.unwrap(&wrapped, &context).await.map(drop);
        assert_eq!(refused, Err(Error::Refused), "{context}");
    }
    for spoiled in [&wrapped[..20], b"vault:v1:", b"", b"\xff\xfe"] {
        let refused = keeper.unwrap(spoiled, &home()).await.map(drop);
        assert_eq!(refused, Err(Error::Refused));
    }
    let stranger = Server::new();
    let stranger = TransitKeeper::new(&stranger.listen().await, given(TOKEN)).unwrap();
    let refused = stranger.unwrap(&wrapped, &home()).await.map(drop);
    assert_eq!(refused, Err(Error::Refused));
    let sent = server.asked.lock().unwrap()[0]["associated_data"].clone();
    assert_eq!(sent, STANDARD.encode("secret/roles/1"));
}

#[tokio::test]
async fn a_moment_of_silence_is_waited_through() {
    let (server, keeper, _) = start().await;
    server.make_trouble([
        sealed(),
        Trouble::Answer(429, json!({ "errors": ["slow down"] })),
    ]);
    let wrapped = keeper.wrap(&DataKey::generate(), &home()).await;
    assert!(wrapped.is_ok());
    assert_eq!(server.asked(), 3);
    server.make_trouble([Trouble::Silence]);
    assert!(keeper.unwrap(&wrapped.unwrap(), &home()).await.is_ok());
}

#[tokio::test]
async fn a_sealed_vault_and_none_at_all_are_silent() {
    let (server, keeper, _) = start().await;
    server.make_trouble([sealed(), sealed(), sealed()]);
    let silent = keeper
        .wrap(&DataKey::generate(), &home())
        .await
        .unwrap_err();
    let why = "503 Service Unavailable: Vault is sealed".to_owned();
    assert_eq!(silent, Error::KeeperSilent(why));
    assert_eq!(server.asked(), 3, "and is asked no more");

    let nobody = TransitKeeper::new("http://127.0.0.1:1/transit/tenantry", given(TOKEN)).unwrap();
    let began = Instant::now();
    let silent = nobody.unwrap(b"vault:v1:AAAA", &home()).await.map(drop);
    assert!(matches!(silent, Err(Error::KeeperSilent(_))), "{silent:?}");
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_refusal_is_told_and_not_repeated() {
    let (server, keeper, address) = start().await;
    let wrapped = keeper.wrap(&DataKey::generate(), &home()).await.unwrap();
    let other = address.replace("tenantry", "other");
    let troubles = [
        (
            "token",
            TransitKeeper::new(&address, given("stolen")).unwrap(),
            "permission denied",
        ),
        (
            "key",
            TransitKeeper::new(&other, given(TOKEN)).unwrap(),
            "key not found",
        ),
    ];
    for (what, keeper, why) in troubles {
        let before = server.asked();
        match keeper.unwrap(&wrapped, &home()).await.map(drop) {
            Err(Error::KeeperRefuses(said)) => assert!(said.contains(why), "{what}: {said}"),
            other => panic!("{what}: {other:?}"),
        }
        assert_eq!(server.asked(), before + 1, "{what}");
    }
    let nonsense = [
        Trouble::Answer(200, json!({ "hello": "I am a proxy" })),
        Trouble::Answer(404, json!([])),
        Trouble::Redirect,
    ];
    for trouble in nonsense {
        server.make_trouble([trouble]);
        let refused = keeper.wrap(&DataKey::generate(), &home()).await.map(drop);
        let Err(Error::KeeperRefuses(said)) = refused else {
            panic!("{refused:?}");
        };
        assert!(!said.contains(TOKEN) && !said.contains("proxy"), "{said}");
    }
    server.make_trouble([Trouble::Answer(
        200,
        json!({ "data": { "plaintext": STANDARD.encode([7; 31]) } }),
    )]);
    let short = keeper.unwrap(&wrapped, &home()).await.map(drop);
    assert_eq!(short, Err(Error::Refused), "31 bytes are no key");
}

#[tokio::test]
async fn a_token_that_an_agent_renews_is_read_anew() {
    let server = Server::new();
    let address = server.listen().await;
    let file = std::env::temp_dir().join(format!("tenantry-token-{}", std::process::id()));
    let keeper = TransitKeeper::new(&address, VaultToken::File(file.clone())).unwrap();
    let missing = keeper.wrap(&DataKey::generate(), &home()).await.map(drop);
    assert!(
        matches!(missing, Err(Error::KeeperSilent(_))),
        "{missing:?}"
    );
    for token in ["hvs.first", "hvs.second"] {
        std::fs::write(&file, format!("{token}\n")).unwrap();
        *server.token.lock().unwrap() = token.into();
        assert!(
            keeper.wrap(&DataKey::generate(), &home()).await.is_ok(),
            "{token}"
        );
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn keys_go_over_no_wire_in_the_clear() {
    for address in [
        "https://vault.example:8200/transit/tenantry",
        "https://vault.example/teams/blue/transit/tenantry",
        "http://localhost:8100/transit/tenantry",
        "http://[::1]:8100/transit/tenantry",
    ] {
        assert!(
            TransitKeeper::new(address, given(TOKEN)).is_ok(),
            "{address}"
        );
    }
    for address in [
        "http://vault.example:8200/transit/tenantry",
        "http://127.0.0.1.example/transit/tenantry",
        "https://vault.example:8200/tenantry",
        "https://vault.example:8200/",
        "https://user:password@vault.example/transit/tenantry",
        "https://vault.example/transit/tenantry?version=1",
        "ftp://vault.example/transit/tenantry",
        "transit/tenantry",
    ] {
        let refused = TransitKeeper::new(address, given(TOKEN)).map(drop);
        assert_eq!(refused, Err(BadAddress), "{address}");
    }
}
