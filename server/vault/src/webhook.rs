//! Signatures on messages to servers of others, as Standard Webhooks 1.0 has them
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>).

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use contract::Sensitive;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{DataKey, Error};

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// What sender and receiver know, and nobody else.
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// A new one, of 32 random bytes.
    pub fn generate() -> Self {
        Self(Zeroizing::new(DataKey::generate().expose().to_vec()))
    }

    /// One that was kept as text; [`Error::Refused`] if it is none.
    pub fn parse(text: &Sensitive<String>) -> Result<Self, Error> {
        let bytes = text.as_disclosed().strip_prefix(PREFIX);
        let bytes = bytes.and_then(|bytes| STANDARD.decode(bytes).ok());
        bytes.map(Zeroizing::new).map(Self).ok_or(Error::Refused)
    }

    /// The text that the receiver is given.
    pub fn text(&self) -> Sensitive<String> {
        format!("{PREFIX}{}", STANDARD.encode(&*self.0)).into()
    }

    /// The signature of a message, for the header `webhook-signature`.
    pub fn sign(&self, id: &str, at: DateTime<Utc>, body: &[u8]) -> Result<String, Error> {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|_| Error::Refused)?;
        mac.update(format!("{id}.{}.", at.timestamp()).as_bytes());
        mac.update(body);
        let hash = mac.finalize().into_bytes();
        Ok(format!("v1,{}", STANDARD.encode(hash)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the libraries of Standard Webhooks are tested with.
    #[test]
    fn a_message_is_signed_as_others_sign_it() {
        let secret = Sensitive::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let secret = WebhookSecret::parse(&secret).unwrap();
        let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let signed = secret.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signed.unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn a_secret_is_read_as_it_was_told() {
        let made = WebhookSecret::generate();
        let read = WebhookSecret::parse(&made.text()).unwrap();
        assert_eq!(*made.0, *read.0);
        for bad in ["", "whsec_!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert!(
                WebhookSecret::parse(&bad.to_owned().into()).is_err(),
                "{bad}"
            );
        }
    }
}
