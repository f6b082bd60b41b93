//! What PostgreSQL alone needs to make the place of a tenant, by hand and as the superuser.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

use crate::planes::Strategy;

/// The statements of the tenant plane.
const MIGRATIONS: &str = "migrations/tenant";

/// Makes a place, removes it again, and answers how many milliseconds making it took.
pub(crate) async fn milliseconds(admin: &PgPool, strategy: Strategy, number: usize) -> Result<f64> {
    let name = format!("bench_raw_{number}");
    let (make, remove) = match strategy {
        Strategy::Shared => rows(number),
        Strategy::Schema => schema(&name)?,
        Strategy::Database => database(&name),
    };
    let started = Instant::now();
    for message in make {
        run(admin, message).await?;
    }
    let took = started.elapsed();
    for message in remove {
        run(admin, message).await?;
    }
    Ok(took.as_secs_f64() * 1000.0)
}

type Messages = Vec<String>;

/// The rows without which a tenant is none, in one transaction.
fn rows(number: usize) -> (Messages, Messages) {
    let tenant = Uuid::from_u128(number as u128);
    let make = format!(
        "BEGIN; SET LOCAL search_path = tenants_shared; SELECT set_config('app.tenant_id', '{tenant}', true);
         INSERT INTO settings (display_name, primary_color, secondary_color, config)
         VALUES ('By hand', '#112233', '#445566', '{{}}');
         INSERT INTO roles (key, name, permissions, is_built_in) VALUES ('owner', 'Owner', '{{}}', true);
         INSERT INTO companies (id, name, is_default) VALUES ('{tenant}', 'By hand', true);
         INSERT INTO users (id, name, email, email_index, search_terms, key_version, role, status)
         VALUES ('{tenant}', 'Ada Lovelace', 'ada@example.test', 'ada', '{{}}', 1, 'owner', 'invited');
         COMMIT"
    );
    let remove = ["users", "companies", "roles", "settings"]
        .map(|table| format!("DELETE FROM tenants_shared.{table} WHERE tenant_id = '{tenant}'"));
    (vec![make], remove.to_vec())
}

/// A role and a schema with every table of the plane, in one transaction.
fn schema(name: &str) -> Result<(Messages, Messages)> {
    let tables = tables()?;
    let make = format!(
        "BEGIN; CREATE ROLE {name} NOLOGIN NOINHERIT; CREATE SCHEMA {name}; SET LOCAL search_path = {name};
         {tables}
         SELECT tenantry.grant_plane('{name}', '{name}'); COMMIT"
    );
    let remove = vec![
        format!("DROP SCHEMA {name} CASCADE"),
        format!("DROP ROLE {name}"),
    ];
    Ok((vec![make], remove))
}

/// A role and a copy of the template; PostgreSQL takes `CREATE DATABASE` only alone.
fn database(name: &str) -> (Messages, Messages) {
    let make = vec![
        format!("CREATE ROLE {name} LOGIN NOINHERIT"),
        format!("CREATE DATABASE {name} TEMPLATE tenantry_tenant_template STRATEGY WAL_LOG"),
    ];
    let remove = vec![format!("DROP DATABASE {name}"), format!("DROP ROLE {name}")];
    (make, remove)
}

fn tables() -> Result<String> {
    let folder = Path::new(MIGRATIONS);
    let entries = fs::read_dir(folder).context("run this from the checkout")?;
    let mut files: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let contents = files.iter().map(fs::read_to_string);
    Ok(contents.collect::<Result<Vec<_>, _>>()?.concat())
}

async fn run(admin: &PgPool, message: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(message)).execute(admin).await?;
    Ok(())
}
