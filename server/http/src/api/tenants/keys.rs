//! The versions of a tenant's key.

use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use contract::{
    ids::TenantKind,
    keys::{self, Keys},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    extract::{AsOperator, PathId},
    respond::Answer,
    wire::Problems,
};

/// The versions of a tenant's data key, newest first. The keys themselves are nowhere to be seen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KeyVersions {
    versions: Vec<KeyVersion>,
    /// Whether the change to the newest version is under way.
    rotating: bool,
}

/// One version of a key.
#[derive(Debug, Serialize, ToSchema)]
struct KeyVersion {
    version: i32,
    /// `announced`: nothing is sealed with it yet; `in_force`: new values are; `retired`: it only opens.
    state: &'static str,
    created_at: DateTime<Utc>,
    /// Rows that are sealed with it, by table.
    rows: Vec<SealedRows>,
}

/// Rows of one table that are sealed with one version.
#[derive(Debug, Serialize, ToSchema)]
struct SealedRows {
    table: String,
    rows: i64,
}

impl From<keys::KeyVersions> for KeyVersions {
    fn from(keys: keys::KeyVersions) -> Self {
        let rotating = keys.is_rotating;
        let versions = keys.versions.into_iter().map(|one| KeyVersion {
            version: one.version,
            state: one.state.as_str(),
            created_at: one.created_at,
            rows: one
                .rows
                .into_iter()
                .map(|rows| SealedRows {
                    table: rows.table,
                    rows: rows.rows,
                })
                .collect(),
        });
        Self {
            versions: versions.collect(),
            rotating,
        }
    }
}

/// Shows the versions of a tenant's key, and how many rows are sealed with each.
#[utoipa::path(get, path = "/{id}/keys", tag = "tenants", operation_id = "tenant_keys", params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyVersions, description = "The versions, newest first."), Problems))]
pub(super) async fn show(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<Json<KeyVersions>> {
    Ok(Json(desk.tenant_keys(id).await?.into()))
}

/// Makes a new version of a tenant's key and has everything sealed with it, while the tenant goes on working. If that
/// is under way already, it goes on and no other is made.
#[utoipa::path(post, path = "/{id}/keys", tag = "tenants", operation_id = "tenant_keys_rotate",
    params(("id" = Uuid, Path)),
    responses((status = 202, body = KeyVersions, description = "The versions, the new one announced."), Problems))]
pub(super) async fn rotate(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<(StatusCode, Json<KeyVersions>)> {
    let keys = desk.tenant_keys_rotate(id).await?;
    Ok((StatusCode::ACCEPTED, Json(keys.into())))
}
