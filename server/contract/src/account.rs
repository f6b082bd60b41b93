//! One's own account: what everybody who is signed in can see and do of it, operators and users alike.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault,
    fault::FieldCheck,
    ids::{ChallengeId, PasskeyId, SessionId},
    text,
};

/// A browser in which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session's id; it opens nothing.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub is_current: bool,
    /// What the browser called itself when the session was made.
    pub agent: Option<String>,
    /// Address that it was made from.
    pub ip: Option<String>,
    /// When it was made: at the sign-in, or when it went on after a proof, or a change that ended all others.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last used, to five minutes.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// A new password for oneself.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordChange {
    /// The password so far.
    pub password: String,
    /// The new one.
    pub new_password: String,
    /// The new one once more.
    pub new_password_again: String,
}

/// None of it belongs in a log.
impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChange")
    }
}

impl PasswordChange {
    /// The new password, or what is wrong with it.
    pub fn check(&self) -> Result<String, Fault> {
        let mut check = FieldCheck::default();
        let new = check.take("new_password", text::new_password(&self.new_password));
        if new.is_some() && self.new_password != self.new_password_again {
            let differ: Result<(), String> = Err("The two passwords differ.".into());
            check.take("new_password_again", differ);
        }
        if new.is_some() && self.new_password == self.password {
            let same: Result<(), String> = Err("This is the password that you have.".into());
            check.take("new_password", same);
        }
        check.finish(new, &serde_json::Value::Null)
    }
}

/// What was typed to prove once more who one is.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Proof {
    /// The password.
    pub password: String,
    /// Code of the second factor, where the account has one.
    pub code: String,
}

/// None of it belongs in a log.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof")
    }
}

/// One's second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Since when its code is asked for; none while the account has no second factor.
    pub since: Option<DateTime<Utc>>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// What is being set up, until its first code; shown only shortly after a proof of who asks.
    pub setup: Option<FactorSetup>,
    /// Passkeys, the oldest first; each is a whole sign-in.
    pub passkeys: Vec<Passkey>,
    /// Whether nothing but the account is open before there is one of them.
    pub is_wanted: bool,
}

impl SecondFactor {
    /// Whether a passkey opens the host that asks.
    pub fn has_passkey_here(&self) -> bool {
        self.passkeys.iter().any(|passkey| passkey.is_here)
    }
}

/// A device, or a keychain of several, that signs somebody in by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// The passkey's id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// The one host that it opens.
    pub host: String,
    /// Whether that is the host that asks.
    pub is_here: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last signed.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What a device is asked to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Told with the answer.
    pub challenge: ChallengeId,
    /// The `publicKey` of `navigator.credentials`, as JSON.
    pub options: String,
}

/// What a device answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyAnswer {
    /// What was asked: the id of a challenge.
    pub challenge: String,
    /// The credential that the browser made, as JSON.
    pub answer: String,
}

/// The longest name of a passkey, in characters.
pub const LONGEST_PASSKEY_NAME: u32 = 60;

/// The name of a passkey, or what is wrong with it.
pub fn passkey_name(typed: &str) -> Result<String, Fault> {
    text::line(typed, "a name", LONGEST_PASSKEY_NAME as usize)
        .map_err(|sentence| Fault::field("name", sentence))
}

/// What an authenticator app needs, and what to keep for the day it is gone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSetup {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The same as an `otpauth` address.
    pub url: String,
    /// That address as a QR code.
    pub qr: QrCode,
    /// Recovery codes: each takes the place of the app's code once.
    pub codes: Vec<String>,
}

/// Only that there is one belongs in a log.
impl fmt::Debug for FactorSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorSetup")
    }
}

/// A QR code as a drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Modules along one side, the quiet zone of four included.
    pub size: u32,
    /// The dark modules as the `d` of an SVG path, one unit a module.
    pub path: String,
}

/// What everybody who is signed in can do with their own account.
#[async_trait]
pub trait OwnAccount: Send + Sync {
    /// Where one is signed in, what was used last first; the newest hundred.
    async fn session_list(&self) -> Answer<Vec<Session>>;
    /// Ends one of one's own sessions.
    async fn session_end(&self, id: SessionId) -> Answer<()>;
    /// Ends every other session, and every token of the API.
    async fn session_end_others(&self) -> Answer<()>;
    /// Changes the password, and ends every other session and every token of the API.
    async fn password_change(&self, change: PasswordChange) -> Answer<()>;
    /// Proves once more who asks, which opens what is dangerous for a quarter of an hour.
    async fn confirm(&self, proof: Proof) -> Answer<()>;
    /// One's second factor.
    async fn second_factor(&self) -> Answer<SecondFactor>;
    /// Begins to set a second factor up, or to replace the one there is, which stays in force until then.
    async fn second_factor_begin(&self) -> Answer<()>;
    /// Forgets what is being set up.
    async fn second_factor_cancel(&self) -> Answer<()>;
    /// Puts what is being set up in force by its first code, and ends every other session and every token.
    async fn second_factor_confirm(&self, code: String) -> Answer<()>;
    /// Takes the authenticator app away, and ends every other session and every token.
    async fn second_factor_remove(&self) -> Answer<()>;
    /// Asks a device to become a passkey of the account.
    async fn passkey_begin(&self) -> Answer<PasskeyChallenge>;
    /// Keeps the passkey that a device made, and ends every other session and every token.
    async fn passkey_add(&self, answer: PasskeyAnswer, name: String) -> Answer<()>;
    /// Takes a passkey away, and ends every other session and every token.
    async fn passkey_remove(&self, id: PasskeyId) -> Answer<()>;
    /// Asks for a passkey of the account, to prove once more who asks.
    async fn passkey_challenge(&self) -> Answer<PasskeyChallenge>;
    /// Proves by a passkey once more who asks, as [`confirm`](Self::confirm) does by password and code.
    async fn confirm_passkey(&self, answer: PasskeyAnswer) -> Answer<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_new_good_and_typed_twice_alike() {
        let refused = |new: &str, again: &str| {
            let change = PasswordChange {
                password: "correct horse battery".into(),
                new_password: new.into(),
                new_password_again: again.into(),
            };
            match change.check() {
                Ok(_) => Vec::new(),
                Err(fault) => fault.fields.into_keys().collect(),
            }
        };
        let good = "a staple of another kind";
        assert!(refused(good, good).is_empty());
        assert_eq!(refused("short", "short"), ["new_password"]);
        assert_eq!(
            refused(good, "a staple of another sort"),
            ["new_password_again"]
        );
        assert_eq!(
            refused("correct horse battery", "correct horse battery"),
            ["new_password"]
        );
    }
}
