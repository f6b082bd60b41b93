//! The vault: the master key, and every key that follows from it. No other module sees either.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::ids::TenantId;
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use hkdf::Hkdf;
use sha2::Sha256;
use uuid::Uuid;
use vault::{DataKey, Keyring, LocalWrapping, log::HeadKey};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// 32 bytes from which everything secret follows. It is never written to the database.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

/// The text is no master key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the master key must be 32 bytes in base64; make one with: openssl rand -base64 32")]
pub struct BadMasterKey;

impl MasterKey {
    /// A new one.
    pub fn generate() -> Self {
        Self(store::random_bytes())
    }

    /// Reads one from base64 text.
    pub fn parse(text: &str) -> Result<Self, BadMasterKey> {
        let mut bytes = STANDARD.decode(text.trim()).map_err(|_| BadMasterKey)?;
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map(Self)
            .map_err(|_| BadMasterKey);
        bytes.zeroize();
        key
    }

    /// The text to keep in a file that nobody else can read.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// One key for one purpose (HKDF-SHA-256, RFC 5869): knowing one tells nothing of the others.
    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let expanded =
            Hkdf::<Sha256>::new(Some(b"tenantry/v1"), &self.0).expand(purpose.as_bytes(), &mut key);
        debug_assert!(expanded.is_ok(), "HKDF-SHA-256 gives up to 8,160 bytes");
        key
    }

    /// Seals what the control plane keeps for people of every tenant, and of none.
    fn own_keys(&self) -> Keyring {
        let sealing = DataKey::new(self.derive("sealing of the control plane"));
        let hashing = DataKey::new(self.derive("hashes of recovery codes"));
        Keyring::new(TenantId::new(Uuid::nil()), [(1, sealing)], 1, &hashing)
    }

    /// The keys that the store needs.
    pub fn store_keys(&self) -> store::Keys {
        store::Keys {
            roles: self.derive("database roles"),
            ids: self.derive("ids of the tenant plane"),
            check: self.derive("check of the master key"),
            wrapping: Arc::new(LocalWrapping::new(self.derive("wrapping of tenant keys"))),
            own: Arc::new(self.own_keys()),
        }
    }
}

/// Signs tokens, and names what is throttled.
#[derive(Clone)]
pub struct Vault {
    throttle: [u8; 32],
    signing: SigningKey,
    heads: HeadKey,
}

impl Vault {
    /// Derives the keys.
    pub fn new(master: &MasterKey) -> Self {
        Self {
            throttle: master.derive("names of throttled subjects"),
            signing: SigningKey::from_bytes(&master.derive("signing of access tokens")),
            heads: HeadKey::new(&master.derive("signing of the heads of logs")),
        }
    }

    /// A hash of a request that only this installation can compute: what was asked cannot be guessed from it.
    pub(crate) fn request_hash(&self, hash: &[u8]) -> Vec<u8> {
        let text = hash.iter().fold(String::from("request/"), |text, byte| {
            text + &format!("{byte:02x}")
        });
        self.throttle_name(&text).into_bytes()
    }

    /// Names a throttled subject without keeping what was typed: a hash that only this installation can compute.
    pub(crate) fn throttle_name(&self, what: &str) -> String {
        use hkdf::hmac::Mac;
        let Ok(mut mac) =
            <hkdf::hmac::Hmac<Sha256> as hkdf::hmac::KeyInit>::new_from_slice(&self.throttle)
        else {
            return String::new();
        };
        mac.update(what.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .take(16)
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The key that heads and exports of logs are checked with, in base64.
    pub fn head_key(&self) -> String {
        STANDARD.encode(self.heads.public())
    }

    /// Signs the heads of tenants' logs.
    pub(crate) fn heads(&self) -> &HeadKey {
        &self.heads
    }

    /// The private key of access tokens, in the form (PKCS #8) that the token library takes.
    pub(crate) fn signing_pkcs8(&self) -> Vec<u8> {
        self.signing
            .to_pkcs8_der()
            .map(|der| der.as_bytes().to_vec())
            .unwrap_or_default()
    }

    /// The public key of access tokens.
    pub(crate) fn verifying_key(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }
}
