//! Access tokens as somebody with the signing key could make them: what is left to refuse them by are their claims.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;

use crate::plane::secrets;

/// Signs a token with this header and these claims, as the platform signs its own.
pub fn signed_token(header: &Value, claims: &Value) -> String {
    sign(&key(), header, claims)
}

/// The same, signed with a key of a stranger.
pub fn strangers_token(header: &Value, claims: &Value) -> String {
    sign(&SigningKey::from_bytes(&[7; 32]), header, claims)
}

fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// Header and claims of a token.
pub fn token_parts(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).expect("base64url");
        serde_json::from_slice(&bytes)
    });
    let mut next = || parts.next().expect("a part").expect("JSON");
    (next(), next())
}

fn key() -> SigningKey {
    SigningKey::from_bytes(secrets().tokens.expose())
}
