//! Each role alone with a connection and any SQL it likes: the database itself says no.
//!
//! The tables of statements are text. Words in braces stand for names and ids that only the running test knows.

mod databases;
mod inside;
mod nowhere;
mod places;
mod refused;

use sqlx::{AssertSqlSafe, PgConnection};
use testkit::{Plane, TenantPlane};

/// PostgreSQL's `insufficient_privilege`, which a policy's refusal is as well.
const DENIED: &str = "42501";

/// The code of what PostgreSQL answers; empty when it obeys.
async fn answer(connection: &mut PgConnection, statement: &str) -> String {
    let statement = AssertSqlSafe(statement.to_owned());
    match sqlx::raw_sql(statement).execute(connection).await {
        Ok(_) => String::new(),
        Err(error) => code(&error),
    }
}

fn code(error: &sqlx::Error) -> String {
    error
        .as_database_error()
        .and_then(|error| error.code().map(std::borrow::Cow::into_owned))
        .unwrap_or_else(|| error.to_string())
}

/// Lines of a table, with names and ids filled in, each cut in two at its bar.
fn lines(table: &str, names: &[(&str, &str)]) -> Vec<(String, String)> {
    let filled = names.iter().fold(table.to_owned(), |text, (word, name)| {
        text.replace(&format!("{{{word}}}"), name)
    });
    let lines = filled.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| line.split_once('|').unwrap())
        .map(|(left, right)| (left.trim().to_owned(), right.trim().to_owned()))
        .collect()
}

/// Schema of a tenant with a plane of its own, which is the name of its role, too.
pub(super) async fn own_schema(plane: &Plane, tenant: &TenantPlane) -> String {
    sqlx::query_scalar("SELECT schema FROM platform.placements WHERE tenant_id = $1")
        .bind(tenant.id().uuid())
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap()
}

/// What the product sends first in every transaction of a tenant.
fn enter(tenant: &TenantPlane) -> String {
    let id = tenant.id();
    format!("SELECT set_config('app.tenant_id', '{id}', true)")
}
