//! The tenant's typed settings.

use std::collections::BTreeMap;

use axum::Json;
use chrono::{DateTime, Utc};
use contract::{
    Fault,
    branding::{self, BrandingDesk, TenantConfig, VersionedConfig},
    vocabulary::Vocabulary,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Http,
    extract::{AsTenant, IfMatch, JsonBody, Params, PathText, page},
    respond::{Answer, Versioned},
    wire::{List, Problems},
};

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default()
        .routes(routes!(show, update))
        .routes(routes!(versions))
        .routes(routes!(restore))
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

/// One version of the settings, as it was.
#[derive(Debug, Serialize, ToSchema)]
struct ConfigVersion {
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
    /// Its number, from 1.
    version: i32,
    /// Name of who made it; absent where that was no user of the tenant.
    author: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// What was another in the version before.
    changes: Vec<ConfigChange>,
}

/// One setting that a version changed.
#[derive(Debug, Serialize, ToSchema)]
struct ConfigChange {
    /// Name of the field; of a word, `vocabulary.` and the product's noun.
    #[schema(example = "time_zone")]
    field: String,
    /// What it was.
    before: String,
    /// What it is since.
    after: String,
}

impl From<branding::ConfigVersion> for ConfigVersion {
    fn from(row: branding::ConfigVersion) -> Self {
        let change = |change: branding::ConfigChange| ConfigChange {
            field: change.field,
            before: change.before,
            after: change.after,
        };
        Self {
            locale: row.config.locale,
            time_zone: row.config.time_zone,
            currency: row.config.currency,
            week_start: row.config.week_start,
            vocabulary: terms(row.config.vocabulary),
            version: row.version,
            author: row.author,
            created_at: row.created_at,
            changes: row.changes.into_iter().map(change).collect(),
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

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// Rows in the page, 1 to 200; usually 50.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: String,
    /// `next_cursor` of the page before.
    cursor: String,
}

/// Lists the versions of the settings, newest first, each with what it changed.
#[utoipa::path(get, path = "/versions", tag = "settings", operation_id = "config_versions", params(VersionQuery),
    responses((status = 200, body = List<ConfigVersion>, description = "A page of versions."), Problems))]
async fn versions(
    desk: AsTenant,
    Params(query): Params<VersionQuery>,
) -> Answer<Json<List<ConfigVersion>>> {
    let versions = desk.config_versions(page(&query.limit, query.cursor)?);
    Ok(Json(List::page(versions.await?)))
}

/// Makes a new version of the settings of an old one.
#[utoipa::path(post, path = "/versions/{version}/restore", tag = "settings", operation_id = "config_restore",
    params(("version" = i32, Path), IfMatch),
    responses((status = 200, body = Config, description = "The settings as they are now."), Problems))]
async fn restore(
    desk: AsTenant,
    PathText(version): PathText,
    IfMatch(seen): IfMatch,
) -> Answer<Versioned<Config>> {
    let version = version.parse().map_err(|_| Fault::not_found("version"))?;
    Ok(desk.config_restore(version, seen).await?.into())
}
