//! The vault: a master key that is kept on this machine, and what the rules do with secrets. No other module sees either.

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::ids::TenantId;
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use hkdf::Hkdf;
use sha2::Sha256;
use store::Secrets;
use vault::{DataKey, LocalKeeper, log::HeadKey};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// 32 bytes that wrap everything secret. They are never written to the database.
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

    /// Keeps it here, on this machine.
    pub fn keeper(&self) -> LocalKeeper {
        let id = self.derive("id of the master key");
        let id = id.expose().iter().take(8);
        let id = id.fold(String::from("local:"), |id, byte| {
            id + &format!("{byte:02x}")
        });
        LocalKeeper::new(*self.derive("wrapping of tenant keys").expose(), id)
    }

    /// The secrets of an installation from before they were made by chance: they follow from its master key.
    pub fn secrets(&self) -> Secrets {
        Secrets {
            roles: self.derive("database roles"),
            ids: self.derive("ids of the tenant plane"),
            check: self.derive("check of the master key"),
            throttle: self.derive("names of throttled subjects"),
            tokens: self.derive("signing of access tokens"),
            heads: self.derive("signing of the heads of logs"),
            sealing: self.derive("sealing of the control plane"),
            hashing: self.derive("hashes of recovery codes"),
            canaries: self.derive("passwords and words of canaries"),
        }
    }

    /// One key for one purpose (HKDF-SHA-256, RFC 5869): knowing one tells nothing of the others.
    fn derive(&self, purpose: &str) -> DataKey {
        let mut key = [0; 32];
        let expanded =
            Hkdf::<Sha256>::new(Some(b"tenantry/v1"), &self.0).expand(purpose.as_bytes(), &mut key);
        debug_assert!(expanded.is_ok(), "HKDF-SHA-256 gives up to 8,160 bytes");
        DataKey::new(key)
    }
}

/// Signs tokens, and names what is throttled.
#[derive(Clone)]
pub struct Vault {
    throttle: [u8; 32],
    signing: SigningKey,
    heads: HeadKey,
    canaries: [u8; 32],
}

impl Vault {
    /// Takes the secrets that it works with.
    pub fn new(secrets: &Secrets) -> Self {
        Self {
            throttle: *secrets.throttle.expose(),
            signing: SigningKey::from_bytes(secrets.tokens.expose()),
            heads: HeadKey::new(secrets.heads.expose()),
            canaries: *secrets.canaries.expose(),
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
        digest(&self.throttle, what)
    }

    /// What a canary knows and nobody else can guess; the same in every run, and kept nowhere.
    pub(crate) fn canary_secret(&self, what: &str, tenant: TenantId) -> String {
        digest(&self.canaries, &format!("{what}/{tenant}"))
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

/// 32 hexadecimal digits that only whoever has the key can compute.
fn digest(key: &[u8; 32], what: &str) -> String {
    use hkdf::hmac::Mac;
    let Ok(mut mac) = <hkdf::hmac::Hmac<Sha256> as hkdf::hmac::KeyInit>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(what.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .take(16)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
