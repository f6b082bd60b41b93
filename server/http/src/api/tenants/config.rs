//! The settings of a tenant, for operators.

use contract::{branding::TenantSettings, ids::TenantKind};

use super::super::config::{Config, ConfigBody};
use crate::{
    extract::{AsOperator, IfMatch, JsonBody, PathId},
    respond::{Answer, Versioned},
    wire::Problems,
};

/// Shows the settings of a tenant.
#[utoipa::path(get, path = "/{id}/config", tag = "tenants", operation_id = "tenant_config_get",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Config, description = "The settings."), Problems))]
pub(super) async fn show(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
) -> Answer<Versioned<Config>> {
    Ok(desk.tenant_config_get(id).await?.into())
}

/// Replaces the settings of a tenant.
#[utoipa::path(put, path = "/{id}/config", tag = "tenants", operation_id = "tenant_config_update",
    params(("id" = Uuid, Path), IfMatch), request_body = ConfigBody,
    responses((status = 200, body = Config, description = "The settings as they are now."), Problems))]
pub(super) async fn update(
    desk: AsOperator,
    PathId(id): PathId<TenantKind>,
    IfMatch(version): IfMatch,
    JsonBody(body): JsonBody<ConfigBody>,
) -> Answer<Versioned<Config>> {
    let config = desk.tenant_config_update(id, body.into(), version).await?;
    Ok(config.into())
}
