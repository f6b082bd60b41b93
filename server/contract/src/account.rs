//! One's own account: what everybody who is signed in can see and do of it, operators and users alike.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck, ids::SessionId, text};

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
    /// When it was made: at the sign-in, or when it went on after a change that ended all others.
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
