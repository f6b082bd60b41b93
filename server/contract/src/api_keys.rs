//! Keys for programs: each acts in the name of who made it, for some of what they may do, until a day.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault,
    acts::{Act, parse_acts},
    fault::FieldCheck,
    ids::ApiKeyId,
    text,
};

/// What every key begins with, for whoever searches code for secrets that slipped into it.
pub const PREFIX: &str = "tnk_";
/// How many days a key may live.
pub const MOST_DAYS: i64 = 366;

/// A key as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// The key's id; it opens nothing.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// Its first characters.
    pub hint: String,
    /// What it may do, as far as its owner may.
    pub acts: Vec<Act>,
    /// Whose name it acts in.
    pub owner: String,
    /// Whether that is who asks.
    pub is_own: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to five minutes.
    pub last_used_at: Option<DateTime<Utc>>,
    /// The key itself, for a quarter of an hour after it was made, to who made it alone.
    pub copy: Option<Secret>,
}

/// A key in the clear.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(pub String);

/// It belongs in no log.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is asked for when a key is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeyDraft {
    /// What it is for.
    pub name: String,
    /// Words of what it may do.
    pub acts: Vec<String>,
    /// How many days it lives.
    pub days: String,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyFields {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub acts: Vec<Act>,
    /// How many days it lives.
    pub days: i64,
}

impl ApiKeyDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<ApiKeyFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 100));
        let acts = check.take("acts", parse_acts(&self.acts));
        let days = self.days.trim().parse().ok();
        let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
        let days = check.take(
            "days",
            days.ok_or_else(|| format!("Enter a number of days from 1 to {MOST_DAYS}.")),
        );
        let fields = (|| {
            Some(ApiKeyFields {
                name: name?,
                acts: acts?,
                days: days?,
            })
        })();
        check.finish(fields, self)
    }
}

/// Keys for programs, of the whole workspace.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Every key, newest first.
    async fn api_key_list(&self) -> Answer<Vec<ApiKey>>;
    /// Makes a key in one's own name, for things that one may do oneself. Wants a recent sign-in.
    async fn api_key_create(&self, draft: ApiKeyDraft) -> Answer<ApiKey>;
    /// Makes a key that is to take the place of one of one's own, which goes on working for a day. Wants a recent sign-in.
    async fn api_key_rotate(&self, id: ApiKeyId) -> Answer<ApiKey>;
    /// Ends a key, in force from its next use on.
    async fn api_key_delete(&self, id: ApiKeyId) -> Answer<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_what_is_wrong_with_it() {
        let wrong = |name: &str, acts: &[&str], days: &str| {
            let draft = ApiKeyDraft {
                name: name.into(),
                acts: acts.iter().map(ToString::to_string).collect(),
                days: days.into(),
            };
            let fields = draft.check().map_err(|fault| fault.fields);
            fields.map_or_else(|fields| fields.into_keys().collect(), |_| Vec::new())
        };
        let read = ["customers.read", "customers.read"];
        assert!(wrong("Import", &read, "366").is_empty());
        assert_eq!(wrong(" ", &[], "0"), ["acts", "days", "name"]);
        assert_eq!(wrong("Import", &["everything"], "1"), ["acts"]);
        for days in ["", "367", "-1", "x", "99999999999999999999"] {
            assert_eq!(wrong("Import", &read, days), ["days"], "{days}");
        }
        assert_eq!(format!("{:?}", Secret("tnk_x".into())), "Secret");
    }
}
