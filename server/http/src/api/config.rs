//! The tenant's typed settings.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contract::{
    branding::{BrandingDesk, TenantConfig, VersionedConfig},
    vocabulary::Vocabulary,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody},
    respond::{Answer, Versioned},
    wire::Problems,
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(show, update))
}

/// One noun in both numbers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Term {
    /// One of them, with a capital.
    #[schema(example = "Patient")]
    singular: String,
    /// Several of them, with a capital.
    #[schema(example = "Patients")]
    plural: String,
}

/// The tenant's words, by the product's own noun.
pub(super) fn terms(vocabulary: Vocabulary) -> BTreeMap<String, Term> {
    let term = |term: contract::vocabulary::Term| Term {
        singular: term.singular,
        plural: term.plural,
    };
    vocabulary
        .0
        .into_iter()
        .map(|(noun, words)| (noun, term(words)))
        .collect()
}

/// The tenant's settings.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Config {
    /// BCP 47 tag.
    locale: String,
    /// IANA name.
    time_zone: String,
    /// ISO 4217 code.
    currency: String,
    /// First day of the week: 1 Monday … 7 Sunday.
    week_start: u8,
    /// The tenant's words for the product's nouns.
    vocabulary: BTreeMap<String, Term>,
    /// Counts up with every change; the `ETag`.
    version: i32,
    /// When this version was made.
    updated_at: DateTime<Utc>,
}

impl From<VersionedConfig> for Versioned<Config> {
    fn from(row: VersionedConfig) -> Self {
        Self {
            version: row.version,
            body: Config {
                locale: row.config.locale,
                time_zone: row.config.time_zone,
                currency: row.config.currency,
                week_start: row.config.week_start,
                vocabulary: terms(row.config.vocabulary),
                version: row.version,
                updated_at: row.updated_at,
            },
        }
    }
}

/// The settings to be; what is left out goes back to its usual value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConfigBody {
    /// BCP 47 tag.
    #[schema(example = "en-US")]
    locale: String,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    currency: String,
    /// First day of the week: 1 Monday … 7 Sunday.
    week_start: u8,
    /// The tenant's words for the product's nouns.
    vocabulary: BTreeMap<String, Term>,
}

impl Default for ConfigBody {
    fn default() -> Self {
        let usual = TenantConfig::default();
        Self {
            locale: usual.locale,
            time_zone: usual.time_zone,
            currency: usual.currency,
            week_start: usual.week_start,
            vocabulary: BTreeMap::new(),
        }
    }
}

impl From<ConfigBody> for TenantConfig {
    fn from(body: ConfigBody) -> Self {
        let word = |(noun, term): (String, Term)| {
            (
                noun,
                contract::vocabulary::Term::new(term.singular, term.plural),
            )
        };
        Self {
            locale: body.locale,
            time_zone: body.time_zone,
            currency: body.currency,
            week_start: body.week_start,
            vocabulary: Vocabulary(body.vocabulary.into_iter().map(word).collect()),
        }
    }
}

/// Shows the settings.
#[utoipa::path(get, path = "", tag = "settings", operation_id = "config_get",
    responses((status = 200, body = Config, description = "The settings."), Problems))]
async fn show(desk: AsTenant) -> Answer<Versioned<Config>> {
    Ok(desk.config_get().await?.into())
}

/// Replaces the settings.
#[utoipa::path(put, path = "", tag = "settings", operation_id = "config_update", params(IfMatch),
    request_body = ConfigBody,
    responses((status = 200, body = Config, description = "The settings as they are now."), Problems))]
async fn update(
    desk: AsTenant,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ConfigBody>,
) -> Answer<Versioned<Config>> {
    Ok(desk.config_update(body.into(), version).await?.into())
}
