//! The connection of a tenant's transaction, with prepared statements of the tenant's own where that is faster.

use futures_util::{future::BoxFuture, stream::BoxStream};
use sqlx::{
    AssertSqlSafe, Describe, Either, Execute, Executor, PgConnection, Postgres, Result, SqlSafeStr,
    SqlStr,
    error::BoxDynError,
    postgres::{PgArguments, PgQueryResult, PgRow, PgStatement, PgTypeInfo},
};

use crate::names::Name;

/// A connection inside a tenant's transaction.
///
/// PostgreSQL analyses and plans a prepared statement anew when the search path is another than at its last use. In the
/// strategy `schema` it is another with each tenant, and that takes longer than most of our statements. So each schema
/// has statements of its own there, which a comment with its name sets apart.
#[derive(Debug)]
pub(crate) struct TenantConnection<'c> {
    connection: &'c mut PgConnection,
    schema: Option<&'c Name>,
}

impl<'c> TenantConnection<'c> {
    pub(crate) fn new(connection: &'c mut PgConnection, schema: Option<&'c Name>) -> Self {
        Self { connection, schema }
    }
}

impl<'c> Executor<'c> for TenantConnection<'c> {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.connection
            .fetch_many(OfSchema::new(query, self.schema))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.connection
            .fetch_optional(OfSchema::new(query, self.schema))
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement>>
    where
        'c: 'e,
    {
        self.connection
            .prepare_with(of_schema(sql, self.schema), parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>>>
    where
        'c: 'e,
    {
        self.connection.describe(sql)
    }
}

/// A query whose prepared statement is the schema's own.
struct OfSchema {
    sql: SqlStr,
    arguments: Result<Option<PgArguments>, BoxDynError>,
    persistent: bool,
}

impl OfSchema {
    fn new<'q>(mut query: impl Execute<'q, Postgres>, schema: Option<&Name>) -> Self {
        Self {
            arguments: query.take_arguments(),
            persistent: query.persistent(),
            sql: of_schema(query.sql(), schema),
        }
    }
}

impl Execute<'_, Postgres> for OfSchema {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&PgStatement> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        std::mem::replace(&mut self.arguments, Ok(None))
    }

    fn persistent(&self) -> bool {
        self.persistent
    }
}

fn of_schema(sql: SqlStr, schema: Option<&Name>) -> SqlStr {
    match schema {
        // Of a schema, only a [`Name`] is added to what was safe before.
        Some(schema) => AssertSqlSafe(format!("/* {schema} */ {}", sql.as_str())).into_sql_str(),
        None => sql,
    }
}
