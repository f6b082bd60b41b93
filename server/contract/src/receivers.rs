//! The receiver of a tenant's log: a server of the tenant's own that gets every entry as it is written (AUD-4).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, api_keys::Secret, fault::FieldCheck};

/// Characters of an address at most.
const LONGEST: usize = 500;

/// The receiver, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Its address.
    pub url: String,
    /// Whether it gets anything.
    pub is_on: bool,
    /// What messages are signed with, for a quarter of an hour after it was made.
    pub secret: Option<Secret>,
    /// Until when messages are signed with the secret before as well.
    pub old_secret_until: Option<DateTime<Utc>>,
    /// The number of the entry that it got last, counted from 1; none before the first.
    pub last: Option<i64>,
    /// When that was.
    pub sent_at: Option<DateTime<Utc>>,
    /// Entries that wait.
    pub waiting: i64,
    /// Why the newest attempt failed; none if it did not.
    pub error: Option<String>,
    /// When the next attempt is made, if the newest failed.
    pub next_at: Option<DateTime<Utc>>,
    /// The newest test, if there was one.
    pub test: Option<ReceiverTest>,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiverTest {
    /// When it was made; none while it is under way.
    pub at: Option<DateTime<Utc>>,
    /// Why it failed; none if it did not.
    pub error: Option<String>,
}

/// What a form or the API sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiverDraft {
    /// The address.
    pub url: String,
    /// Whether it gets anything.
    pub is_on: bool,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiverFields {
    /// The address.
    pub url: String,
    /// Whether it gets anything.
    pub is_on: bool,
}

impl ReceiverDraft {
    /// Looks at the address, or says what is wrong with it. Where it leads is found out when it is asked.
    pub fn check(&self) -> Result<ReceiverFields, Fault> {
        let mut check = FieldCheck::default();
        let url = check.take("url", address(&self.url));
        let fields = url.map(|url| ReceiverFields {
            url,
            is_on: self.is_on,
        });
        check.finish(fields, self)
    }
}

impl ReceiverFields {
    /// The server, without the rest of the address, which may be secret.
    pub fn server(&self) -> &str {
        authority(&self.url)
    }
}

fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn address(typed: &str) -> Result<String, String> {
    let url = typed.trim();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || authority(url).is_empty() {
        return Err("Enter an address that begins with https://.".into());
    }
    if url.len() > LONGEST {
        return Err(format!("Use {LONGEST} characters at most."));
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("An address has no spaces, line ends or backslashes.".into());
    }
    if authority(url).contains('@') {
        return Err("Leave user name and password out. Every message is signed.".into());
    }
    Ok(url.to_owned())
}

/// What can be done with the receiver of the log, which gets all that the log says of anybody.
#[async_trait]
pub trait Receivers: Send + Sync {
    /// The receiver, if there is one.
    async fn receiver_get(&self) -> Answer<Option<Receiver>>;
    /// Makes or changes it. A new one gets the entries from now on, a changed one goes on where it was. Wants a recent sign-in.
    async fn receiver_set(&self, draft: ReceiverDraft) -> Answer<Receiver>;
    /// Makes a new secret. Messages are signed with both for a day. Wants a recent sign-in.
    async fn receiver_renew(&self) -> Answer<Receiver>;
    /// Sends a message that says nothing, also to one that is off.
    async fn receiver_test(&self) -> Answer<()>;
    /// Forgets it, with address and secrets. Wants a recent sign-in.
    async fn receiver_delete(&self) -> Answer<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_a_web_server() {
        let draft = |url: &str| ReceiverDraft {
            url: url.into(),
            is_on: true,
        };
        for good in [
            "https://siem.example/log?token=1",
            " https://siem.example:8443 ",
            "http://10.0.0.1/",
            "https://[2a00::1]/@",
        ] {
            assert!(draft(good).check().is_ok(), "{good}");
        }
        for bad in [
            "",
            "siem.example",
            "ftp://siem.example",
            "https://",
            "https:///log",
            "https://?a",
            "https://ada:secret@siem.example/",
            "https://ada@siem.example",
            "https://siem.example/a b",
            "https://siem.example\\@inside/",
            "https://siem.example/\u{7f}",
        ] {
            let fault = draft(bad).check().unwrap_err();
            assert!(fault.fields.contains_key("url"), "{bad}");
        }
        assert!(
            draft(&format!("https://siem.example/{}", "x".repeat(500)))
                .check()
                .is_err()
        );
        let fields = draft("https://siem.example:8443/secret").check().unwrap();
        assert_eq!(fields.server(), "siem.example:8443");
    }
}
