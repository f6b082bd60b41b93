//! The list of customers by hand: what the product's list costs without the product. The hand has the customers in a
//! table of its own beside the product's, in the clear.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Postgres, Transaction,
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

/// The customer that is entered again and again.
pub(crate) const NAME: &str = "Grace Hopper";
pub(crate) const EMAIL: &str = "grace@example.test";
pub(crate) const PHONE: &str = "+1 555 0100 100";
pub(crate) const NOTES: &str = "Prefers the morning.";

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
    pub(crate) async fn list(&self) -> Result<Page> {
        let mut transaction = self.open().await?;
        let mut items: Vec<Customer> = sqlx::query_as(
            "SELECT id, company_id, name, email, phone, notes, version, created_at, updated_at
             FROM customers_by_hand
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

    /// What a handler without the product would do to enter a customer: the row and nothing else, in the clear, found by
    /// no search.
    pub(crate) async fn create(&self) -> Result<()> {
        let mut transaction = self.open().await?;
        let _: Customer = sqlx::query_as(
            "INSERT INTO customers_by_hand (id, name, email, phone, notes, version, created_at, updated_at)
             VALUES (gen_random_uuid(), $1, $2, $3, $4, 1, now(), now())
             RETURNING id, company_id, name, email, phone, notes, version, created_at, updated_at",
        )
        .bind(NAME)
        .bind(EMAIL)
        .bind(PHONE)
        .bind(NOTES)
        .fetch_one(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the point is to do without the product's doors"
    )]
    async fn open(&self) -> Result<Transaction<'static, Postgres>> {
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
        Ok(transaction)
    }
}

/// Copies a tenant's customers, as the API shows them, into a table of the same shape that is not sealed.
pub(crate) async fn copy(admin: &PgPool, tenant: &Tenant, customers: &Value) -> Result<()> {
    let Tenant {
        id,
        database,
        schema,
        role,
        ..
    } = tenant;
    let make = format!(
        "BEGIN; SET LOCAL search_path = \"{schema}\"; SELECT pg_advisory_xact_lock(1);
         DO $make$ BEGIN
             IF to_regclass('customers_by_hand') IS NULL THEN
                 PERFORM tenantry.create_tenant_table('customers_by_hand', 'id uuid NOT NULL, company_id uuid,
                     name text NOT NULL, email text, phone text, notes text, version integer NOT NULL,
                     created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL', 'id');
                 CREATE INDEX ON customers_by_hand (tenant_id, created_at DESC, id DESC);
                 GRANT SELECT, INSERT ON customers_by_hand TO \"{role}\";
             END IF;
         END $make$;
         COMMIT"
    );
    let fill = format!(
        "INSERT INTO \"{schema}\".customers_by_hand
         SELECT $1, c.* FROM jsonb_to_recordset($2) AS c (id uuid, company_id uuid, name text, email text, phone text,
             notes text, version integer, created_at timestamptz, updated_at timestamptz)"
    );
    let mut inside = elsewhere(admin, database).connect().await?;
    sqlx::raw_sql(AssertSqlSafe(make))
        .execute(&mut inside)
        .await?;
    sqlx::query(AssertSqlSafe(fill))
        .bind(id)
        .bind(customers)
        .execute(&mut inside)
        .await?;
    Ok(inside.close().await?)
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
