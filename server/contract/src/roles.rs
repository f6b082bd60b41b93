//! Roles: what the people of a tenant may do, by the tenant's own table. Five are there from the first day on.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault,
    acts::{Act, Role, UnknownWord, parse_acts},
    fault::FieldCheck,
    text,
};

/// How long the word of a role may be.
const LONGEST_KEY: usize = 40;

/// The word of a role, unique in its tenant and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleKey(String);

impl RoleKey {
    /// The word for a role of this name: `Front desk` gives `front_desk`. None if the name has no letter of `a` to `z`.
    pub fn of_name(name: &str) -> Option<Self> {
        let mut key = String::new();
        for letter in name.chars().flat_map(char::to_lowercase) {
            match letter {
                'a'..='z' => key.push(letter),
                '0'..='9' if !key.is_empty() => key.push(letter),
                _ if key.is_empty() || key.ends_with('_') => {}
                _ => key.push('_'),
            }
        }
        key.truncate(LONGEST_KEY);
        key.trim_end_matches('_').parse().ok()
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RoleKey {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let mut letters = word.bytes();
        let begins = letters.next().is_some_and(|byte| byte.is_ascii_lowercase());
        let goes_on = letters.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if begins && goes_on && (2..=LONGEST_KEY).contains(&word.len()) {
            Ok(Self(word.to_owned()))
        } else {
            Err(UnknownWord(word.to_owned()))
        }
    }
}

impl TryFrom<String> for RoleKey {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<RoleKey> for String {
    fn from(key: RoleKey) -> Self {
        key.0
    }
}

impl From<Role> for RoleKey {
    fn from(role: Role) -> Self {
        Self(role.as_str().to_owned())
    }
}

impl PartialEq<Role> for RoleKey {
    fn eq(&self, role: &Role) -> bool {
        self.0 == role.as_str()
    }
}

impl fmt::Display for RoleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A role of one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantRole {
    /// Its word.
    pub key: RoleKey,
    /// The tenant's name for it.
    pub name: String,
    /// What it may do.
    pub acts: Vec<Act>,
    /// Whether it came with the workspace; such a one cannot be changed.
    pub is_built_in: bool,
    /// How many people have it, invited ones included.
    pub people: i64,
    /// Counts up with every change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl TenantRole {
    /// Whether it may do nothing beside these acts.
    pub fn is_within(&self, acts: &[Act]) -> bool {
        self.acts.iter().all(|act| acts.contains(act))
    }
}

/// What is asked for when a role is made or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleDraft {
    /// Its name.
    pub name: String,
    /// Words of what it may do.
    pub acts: Vec<String>,
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFields {
    /// Its name.
    pub name: String,
    /// The word that follows from the name.
    pub key: RoleKey,
    /// What it may do.
    pub acts: Vec<Act>,
}

impl RoleDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<RoleFields, Fault> {
        let mut check = FieldCheck::default();
        let name = check.take("name", text::line(&self.name, "a name", 60));
        let key = name.as_deref().and_then(|name| {
            let key = RoleKey::of_name(name);
            check.take(
                "name",
                key.ok_or_else(|| "Use at least two of the letters a to z.".to_owned()),
            )
        });
        let acts = check.take("acts", parse_acts(&self.acts));
        let fields = (|| {
            Some(RoleFields {
                name: name?,
                key: key?,
                acts: acts?,
            })
        })();
        check.finish(fields, self)
    }
}

/// The roles of a tenant. Nobody makes, changes or takes away a role that may do more than they may.
#[async_trait]
pub trait Roles: Send + Sync {
    /// Every role: the built-in ones from most to least, then the tenant's own by name.
    async fn role_list(&self) -> Answer<Vec<TenantRole>>;
    /// One role.
    async fn role_get(&self, key: RoleKey) -> Answer<TenantRole>;
    /// Makes a role. Wants a recent sign-in.
    async fn role_create(&self, draft: RoleDraft) -> Answer<TenantRole>;
    /// Changes a role of the tenant's own, in force from the next request of whoever has it. Wants a recent sign-in.
    async fn role_update(
        &self,
        key: RoleKey,
        draft: RoleDraft,
        version: Option<i32>,
    ) -> Answer<TenantRole>;
    /// Deletes a role of the tenant's own that nobody has. Wants a recent sign-in.
    async fn role_delete(&self, key: RoleKey) -> Answer<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_follows_from_a_name() {
        for (name, key) in [
            ("Front desk", Some("front_desk")),
            ("  Junior -- Stylist!  ", Some("junior_stylist")),
            ("2nd shift", Some("nd_shift")),
            ("Empfang & Kasse", Some("empfang_kasse")),
            ("受付", None),
            ("X", None),
        ] {
            let made = RoleKey::of_name(name);
            assert_eq!(made.as_ref().map(RoleKey::as_str), key, "{name}");
        }
        let long = RoleKey::of_name(&"word ".repeat(30)).unwrap();
        assert!(long.as_str().len() <= LONGEST_KEY && !long.as_str().ends_with('_'));
    }

    #[test]
    fn only_a_word_is_one() {
        for word in [
            "",
            "a",
            "Owner",
            "owner ",
            "1st",
            "a-b",
            "ä_b",
            &"a".repeat(41),
        ] {
            assert!(word.parse::<RoleKey>().is_err(), "{word:?}");
            let json = serde_json::to_string(word).unwrap();
            assert!(serde_json::from_str::<RoleKey>(&json).is_err(), "{word:?}");
        }
        let key = RoleKey::from(Role::ReadOnly);
        assert!(key == Role::ReadOnly && key != Role::Staff);
    }

    #[test]
    fn a_draft_says_what_is_wrong_with_it() {
        let wrong = |name: &str, acts: &[&str]| {
            let draft = RoleDraft {
                name: name.into(),
                acts: acts.iter().map(ToString::to_string).collect(),
            };
            let fields = draft.check().map_err(|fault| fault.fields);
            fields.map_or_else(|fields| fields.into_keys().collect(), |_| Vec::new())
        };
        assert!(wrong("Front desk", &["customers.read"]).is_empty());
        assert_eq!(wrong("", &[]), ["acts", "name"]);
        assert_eq!(wrong("受付", &["everything"]), ["acts", "name"]);
    }
}
