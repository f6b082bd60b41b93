//! The list of customers by hand: what the product's list costs without the product.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

use crate::{
    contest::CONNECTIONS,
    planes::{Strategy, Tenant, elsewhere},
};

/// A whole page and the one row more that tells whether there is another.
const ROWS: i64 = 51;
const PASSWORD: &str = "by hand";

/// A customer, as the API shows one.
#[derive(Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Customer {
    id: Uuid,
    company_id: Option<Uuid>,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    notes: Option<String>,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A page of customers, as the API shows one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) items: Vec<Customer>,
    next_cursor: Option<String>,
}

/// One tenant's customers, through a bare pool.
#[derive(Clone)]
pub(crate) struct Hand {
    pool: PgPool,
    tenant: Tenant,
}

impl Hand {
    /// What a handler without the product would do: open a transaction, set what row-level security and the
    /// placement need, select, commit.
    #[expect(
        clippy::disallowed_methods,
        reason = "the point is to do without the product's doors"
    )]
    pub(crate) async fn list(&self) -> Result<Page> {
        let Tenant {
            id, schema, role, ..
        } = &self.tenant;
        let mut transaction = self.pool.begin().await?;
        let settings = if self.tenant.strategy == Strategy::Schema {
            sqlx::query(
                "SELECT set_config('search_path', $1, true), set_config('app.tenant_id', $2, true),
                        set_config('role', $3, true)",
            )
            .bind(schema)
            .bind(id.to_string())
            .bind(role)
        } else {
            sqlx::query(
                "SELECT set_config('search_path', $1, true), set_config('app.tenant_id', $2, true)",
            )
            .bind(schema)
            .bind(id.to_string())
        };
        settings.execute(&mut *transaction).await?;
        let mut items: Vec<Customer> = sqlx::query_as(
            "SELECT id, company_id, name, email, phone, notes, version, created_at, updated_at
             FROM customers
             WHERE ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2))
               AND ($3::text IS NULL OR name ILIKE $3 OR email ILIKE $3 OR phone ILIKE $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
        )
        .bind(None::<DateTime<Utc>>)
        .bind(None::<Uuid>)
        .bind(None::<String>)
        .bind(ROWS)
        .fetch_all(&mut *transaction)
        .await?;
        transaction.commit().await?;
        items.pop();
        let next_cursor = items
            .last()
            .map(|last| format!("{}.{}", last.created_at.timestamp_micros(), last.id));
        Ok(Page { items, next_cursor })
    }
}

/// Pools for these tenants, who are all of one strategy: one pool, or one a database.
pub(crate) async fn hands(admin: &PgPool, tenants: &[Tenant]) -> Result<Vec<Hand>> {
    let mut pools: HashMap<&str, PgPool> = HashMap::new();
    let mut hands = Vec::new();
    for tenant in tenants {
        let login = login(tenant.strategy);
        let grant = format!("GRANT \"{}\" TO {login}", tenant.role);
        sqlx::raw_sql(AssertSqlSafe(grant)).execute(admin).await?;
        let options = || options(admin, &tenant.database, login);
        let pool = pools.entry(&tenant.database).or_insert_with(|| {
            PgPoolOptions::new()
                .max_connections(u32::try_from(CONNECTIONS).unwrap_or(u32::MAX))
                .connect_lazy_with(options())
        });
        hands.push(Hand {
            pool: pool.clone(),
            tenant: tenant.clone(),
        });
    }
    Ok(hands)
}

fn options(admin: &PgPool, database: &str, login: &str) -> PgConnectOptions {
    elsewhere(admin, database)
        .username(login)
        .password(PASSWORD)
}

/// Whoever owns tables or is a superuser is not bound by row-level security: the hands have logins of their own.
const fn login(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Shared => "bench_shared",
        Strategy::Schema => "bench_schema",
        Strategy::Database => "bench_database",
    }
}

/// Makes the logins. Those of `shared` and `database` have their tenants' rights at once; that of `schema` becomes
/// the tenant's role in each transaction, as the product's does.
pub(crate) async fn prepare(admin: &PgPool) -> Result<()> {
    let mut connection = PgConnection::connect_with(&admin.connect_options()).await?;
    for strategy in Strategy::ALL {
        let inherit = if strategy == Strategy::Schema {
            "NOINHERIT"
        } else {
            "INHERIT"
        };
        let login = login(strategy);
        let statement = format!(
            "CREATE ROLE {login} LOGIN {inherit} PASSWORD '{PASSWORD}'; \
             GRANT CONNECT ON DATABASE tenantry TO {login}"
        );
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await?;
    }
    connection.close().await?;
    Ok(())
}
