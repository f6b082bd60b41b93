//! Branding and configuration: how a tenant's pages look, and its typed settings.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest, fault::FieldCheck, ids::TenantId, text,
    vocabulary::Vocabulary,
};

/// How a tenant's pages and mails look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branding {
    /// The name that visitors see.
    pub display_name: String,
    /// `#rrggbb`; buttons, links and marks.
    pub primary_color: String,
    /// `#rrggbb`; second accent.
    pub secondary_color: String,
    /// A sentence above the sign-in form.
    pub sign_in_text: Option<String>,
    /// Hash of the logo, which is in its address; none without one.
    pub logo: Option<String>,
    /// Counts up with every change.
    pub version: i32,
}

/// What a form or the API sends for the branding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandingDraft {
    /// The name that visitors see; required.
    pub display_name: String,
    /// `#rrggbb`; required.
    pub primary_color: String,
    /// `#rrggbb`; required.
    pub secondary_color: String,
    /// A sentence above the sign-in form, or empty.
    pub sign_in_text: String,
}

/// A branding draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandingFields {
    /// The name that visitors see.
    pub display_name: String,
    /// `#rrggbb`, lower case.
    pub primary_color: String,
    /// `#rrggbb`, lower case.
    pub secondary_color: String,
    /// A sentence above the sign-in form.
    pub sign_in_text: Option<String>,
}

impl BrandingDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<BrandingFields, Fault> {
        let mut check = FieldCheck::default();
        let display_name = check.take(
            "display_name",
            text::line(&self.display_name, "a name", 100),
        );
        let primary_color = check.take("primary_color", text::colour(&self.primary_color));
        let secondary_color = check.take("secondary_color", text::colour(&self.secondary_color));
        let sign_in_text = check.take("sign_in_text", text::optional_line(&self.sign_in_text, 200));
        let fields = (|| {
            Some(BrandingFields {
                display_name: display_name?,
                primary_color: primary_color?,
                secondary_color: secondary_color?,
                sign_in_text: sign_in_text?,
            })
        })();
        check.finish(fields, self)
    }
}

impl From<Branding> for BrandingDraft {
    fn from(branding: Branding) -> Self {
        Self {
            display_name: branding.display_name,
            primary_color: branding.primary_color,
            secondary_color: branding.secondary_color,
            sign_in_text: branding.sign_in_text.unwrap_or_default(),
        }
    }
}

/// A tenant's typed settings, each with its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TenantConfig {
    /// BCP 47 tag.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    /// ISO 8601 number of the first day of the week: 1 Monday … 7 Sunday.
    pub week_start: u8,
    /// The tenant's words for the product's nouns.
    pub vocabulary: Vocabulary,
}

impl Default for TenantConfig {
    fn default() -> Self {
        Self {
            locale: "en-US".into(),
            time_zone: "UTC".into(),
            currency: "USD".into(),
            week_start: 1,
            vocabulary: Vocabulary::default(),
        }
    }
}

impl TenantConfig {
    /// Parses every field, or names each that is wrong.
    pub fn check(self) -> Result<Self, Fault> {
        let mut check = FieldCheck::default();
        let tag = |s: &str| {
            (2..=35).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let zone = |s: &str| {
            (1..=64).contains(&s.len())
                && s.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
        };
        let good = |ok: bool, sentence: &str| if ok { Ok(()) } else { Err(sentence.to_owned()) };
        check.take(
            "locale",
            good(tag(&self.locale), "Enter a language tag such as en-US."),
        );
        check.take(
            "time_zone",
            good(
                zone(&self.time_zone),
                "Enter a time zone such as Europe/Berlin.",
            ),
        );
        let currency =
            self.currency.len() == 3 && self.currency.bytes().all(|b| b.is_ascii_uppercase());
        check.take("currency", good(currency, "Enter a currency such as USD."));
        check.take(
            "week_start",
            good(
                (1..=7).contains(&self.week_start),
                "Use 1 (Monday) to 7 (Sunday).",
            ),
        );
        let terms = self.vocabulary.0.len() <= 50
            && self.vocabulary.0.iter().all(|(noun, term)| {
                text::line(noun, "a noun", 40).is_ok()
                    && text::line(&term.singular, "a word", 60).is_ok()
                    && text::line(&term.plural, "a word", 60).is_ok()
            });
        check.take(
            "vocabulary",
            good(
                terms,
                "Each term needs a singular and a plural of at most 60 characters.",
            ),
        );
        check
            .finish(Some(()), &serde_json::Value::Null)
            .map(|()| self)
    }
}

/// The settings of a tenant, and when they came to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionedConfig {
    /// The settings.
    #[serde(flatten)]
    pub config: TenantConfig,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When this version was made.
    pub updated_at: DateTime<Utc>,
}

/// One version of the settings, to those who look back at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigVersion {
    /// Its number, from 1.
    pub version: i32,
    /// Name of who made it; absent where that was no user of the tenant, but the platform or its operators.
    pub author: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The settings as they were then.
    pub config: TenantConfig,
    /// What was another in the version before; nothing for the first.
    pub changes: Vec<ConfigChange>,
}

/// One setting that a version changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigChange {
    /// Name of the field; of a word, `vocabulary.` and the product's noun.
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it is since.
    pub after: String,
}

impl TenantConfig {
    /// What is another than it was `before`, in the order of the fields.
    pub fn changes_since(&self, before: &Self) -> Vec<ConfigChange> {
        let change = |field: &str, before: String, after: String| ConfigChange {
            field: field.to_owned(),
            before,
            after,
        };
        let fields = |config: &Self| {
            [
                ("locale", config.locale.clone()),
                ("time_zone", config.time_zone.clone()),
                ("currency", config.currency.clone()),
                ("week_start", config.week_start.to_string()),
            ]
        };
        let settings = fields(before).into_iter().zip(fields(self));
        let settings = settings.map(|((name, was), (_, is))| change(name, was, is));
        let words = |config: &Self, noun: &str| {
            let term = config.vocabulary.term(noun);
            format!("{}, {}", term.singular, term.plural)
        };
        let nouns = before.vocabulary.0.keys().chain(self.vocabulary.0.keys());
        let nouns: BTreeSet<_> = nouns.collect();
        let terms = nouns.into_iter().map(|noun| {
            let field = format!("vocabulary.{noun}");
            change(&field, words(before, noun), words(self, noun))
        });
        let all = settings.chain(terms);
        all.filter(|change| change.before != change.after).collect()
    }
}

/// What a tenant's admin can do with look and settings.
#[async_trait]
pub trait BrandingDesk: Send + Sync {
    /// How the pages look.
    async fn branding_get(&self) -> Answer<Branding>;
    /// Changes how the pages look; `version` is the one the caller saw.
    async fn branding_update(&self, draft: BrandingDraft, version: Option<i32>)
    -> Answer<Branding>;
    /// The settings.
    async fn config_get(&self) -> Answer<VersionedConfig>;
    /// Replaces the settings; every change is kept as a version.
    async fn config_update(
        &self,
        config: TenantConfig,
        version: Option<i32>,
    ) -> Answer<VersionedConfig>;
    /// The versions that there were, newest first.
    async fn config_versions(&self, page: PageRequest) -> Answer<Page<ConfigVersion>>;
    /// Makes a new version of an old one; `seen` is the newest that the caller saw.
    async fn config_restore(&self, version: i32, seen: Option<i32>) -> Answer<VersionedConfig>;
}

/// What an operator can do with the settings of a tenant.
#[async_trait]
pub trait TenantSettings: Send + Sync {
    /// The settings of a tenant.
    async fn tenant_config_get(&self, id: TenantId) -> Answer<VersionedConfig>;
    /// Replaces the settings of a tenant; every change is kept as a version.
    async fn tenant_config_update(
        &self,
        id: TenantId,
        config: TenantConfig,
        version: Option<i32>,
    ) -> Answer<VersionedConfig>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Term;

    #[test]
    fn a_version_tells_what_it_changed() {
        let before = TenantConfig::default();
        assert_eq!(before.changes_since(&before), []);
        let mut after = TenantConfig {
            time_zone: "Europe/Berlin".into(),
            week_start: 7,
            ..before.clone()
        };
        let guest = Term::new("Guest", "Guests");
        after.vocabulary.0.insert("customer".into(), guest);
        // Said again, a word of the product is nothing new.
        let company = Term::new("Company", "Companies");
        after.vocabulary.0.insert("company".into(), company);
        let changes = after.changes_since(&before);
        let told = changes.iter().map(|change| {
            let ConfigChange {
                field,
                before,
                after,
            } = change;
            format!("{field}: {before} > {after}")
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "time_zone: UTC > Europe/Berlin",
                "week_start: 1 > 7",
                "vocabulary.customer: Customer, Customers > Guest, Guests",
            ]
        );
        let back = before.changes_since(&after);
        assert_eq!(back.len(), changes.len());
        assert!(
            back.iter()
                .zip(&changes)
                .all(|(a, b)| (&a.before, &a.after) == (&b.after, &b.before))
        );
    }
}
