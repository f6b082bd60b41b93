//! A device with a passkey, as a browser speaks for it (WebAuthn): what it answers, honest or not.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::account::{PasskeyAnswer, PasskeyChallenge};
use domain::{Host, Signed, Site};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Caller;

use crate::Plane;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const HAS_CREDENTIAL: u8 = 1 << 6;

/// A device that keeps one passkey, whose owner it recognises before it signs.
pub struct Device {
    /// Where the browser says that it is: `https://acme.tenantry.test`.
    pub origin: String,
    /// The host that the passkey is for.
    pub host: String,
    /// Whether it asked its owner for a finger or a code.
    pub verifies: bool,
    /// Whose it is, as it was told when it was made.
    pub user: String,
    /// What it signed so far.
    counter: AtomicU32,
    id: [u8; 32],
    key: EcdsaKeyPair,
}

impl Device {
    /// A device at a host, without a passkey so far.
    pub fn at(plane: &Plane, host: &str) -> Self {
        let scheme = &plane.platform().settings().scheme;
        Self {
            origin: format!("{scheme}://{host}"),
            host: host.to_owned(),
            verifies: true,
            user: String::new(),
            counter: AtomicU32::new(0),
            id: store::random_bytes(),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
        }
    }

    /// A device that became a passkey of this account.
    pub async fn enrolled(plane: &Plane, host: &str, signed: &Signed) -> Self {
        let mut device = Self::at(plane, host);
        let at = Host::of(host);
        let asked = signed.passkey_begin(&at).await.unwrap();
        let made = device.make(&asked);
        signed.passkey_add(&at, &made, "Phone").await.unwrap();
        device
    }

    /// What a door asks of any passkey.
    pub async fn asked(plane: &Plane, site: &Site, at: &Host) -> PasskeyChallenge {
        let (platform, caller) = (plane.platform(), Caller::default());
        let asked = platform.passkey_challenge(site, at, &caller);
        asked.await.unwrap()
    }

    /// Makes the passkey that it is asked for.
    pub fn make(&mut self, asked: &PasskeyChallenge) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        assert_eq!(
            options["authenticatorSelection"]["residentKey"], "required",
            "or nobody signs in with it without saying who they are"
        );
        options["user"]["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.user);
        let client = self.client_data("webauthn.create", &options);
        let mut data = self.authenticator_data(HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        // A COSE key: EC2, ES256, P-256, x and y.
        let point = self.key.public_key().as_ref();
        data.extend([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        let mut attestation = b"\xA3\x63fmt\x64none\x67attStmt\xA0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        self.answer(
            asked,
            json!({ "clientDataJSON": coded(&client), "attestationObject": coded(&attestation) }),
        )
    }

    /// Signs what it is asked.
    pub fn sign(&self, asked: &PasskeyChallenge) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let client = self.client_data("webauthn.get", &options);
        let data = self.authenticator_data(0);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(
            asked,
            json!({
                "clientDataJSON": coded(&client), "authenticatorData": coded(&data),
                "signature": coded(signature.as_ref()), "userHandle": self.user,
            }),
        )
    }

    /// A copy that does not know what the device signs from now on.
    pub fn set_counter(&self, counter: u32) {
        self.counter.store(counter, Ordering::Relaxed);
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let counter = self.counter.fetch_add(1, Ordering::Relaxed) + 1;
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(USER_PRESENT | verified | flags);
        data.extend(counter.to_be_bytes());
        data
    }

    fn answer(&self, asked: &PasskeyChallenge, response: Value) -> PasskeyAnswer {
        let credential = json!({
            "id": coded(&self.id), "rawId": coded(&self.id), "type": "public-key", "response": response,
            "clientExtensionResults": {},
        });
        PasskeyAnswer {
            challenge: asked.challenge.to_string(),
            answer: credential.to_string(),
        }
    }
}

fn coded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
