//! Branding and configuration: how a tenant's pages look, and its typed settings.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck, ids::TenantId, text, vocabulary::Vocabulary};

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
