//! Where tenants live, as the control plane records it.

use std::fmt;

use anyhow::Result;
use sqlx::{PgPool, postgres::PgConnectOptions};
use uuid::Uuid;

/// How a tenant's data is kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strategy {
    Shared,
    Schema,
    Database,
}

impl Strategy {
    pub(crate) const ALL: [Self; 3] = [Self::Shared, Self::Schema, Self::Database];

    /// The word of the API and the control plane.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Schema => "schema",
            Self::Database => "database",
        }
    }

    /// The plan that usually goes with it.
    pub(crate) const fn plan(self) -> &'static str {
        match self {
            Self::Shared => "trial",
            Self::Schema => "professional",
            Self::Database => "enterprise",
        }
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A live tenant, and where its data is.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) strategy: Strategy,
    pub(crate) database: String,
    pub(crate) schema: String,
    pub(crate) role: String,
}

/// Live tenants whose slugs begin like this, oldest first.
pub(crate) async fn live(admin: &PgPool, strategy: Strategy, prefix: &str) -> Result<Vec<Tenant>> {
    let rows: Vec<(Uuid, String, String, String, String)> = sqlx::query_as(
        "SELECT t.id, t.slug, p.database, p.schema, p.role
         FROM platform.tenants t JOIN platform.placements p ON p.tenant_id = t.id
         WHERE t.status = 'active' AND starts_with(t.slug, $1) ORDER BY t.slug",
    )
    .bind(prefix)
    .fetch_all(admin)
    .await?;
    let tenant = |(id, slug, database, schema, role)| Tenant {
        id,
        slug,
        strategy,
        database,
        schema,
        role,
    };
    Ok(rows.into_iter().map(tenant).collect())
}

/// The same login to another database.
pub(crate) fn elsewhere(admin: &PgPool, database: &str) -> PgConnectOptions {
    PgConnectOptions::clone(&admin.connect_options()).database(database)
}
