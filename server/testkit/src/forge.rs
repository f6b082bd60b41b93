//! Access tokens as somebody with the signing key could make them: what is left to refuse them by are their claims.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;

use crate::plane::master_key;

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

/// Follows from the master key: HKDF-SHA-256.
fn key() -> SigningKey {
    let master = base64::engine::general_purpose::STANDARD
        .decode(master_key().to_base64())
        .expect("base64");
    let mut seed = [0; 32];
    Hkdf::<Sha256>::new(Some(b"tenantry/v1"), &master)
        .expand(b"signing of access tokens", &mut seed)
        .expect("32 bytes");
    SigningKey::from_bytes(&seed)
}
