//! The PostgreSQL server that tests run on.

use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, postgres::PgConnectOptions};

const ADMIN_URL: &str = "TENANTRY_TEST_ADMIN_URL";

/// The server, as its superuser.
#[derive(Clone)]
pub(crate) struct Server {
    pub url: String,
    pub options: PgConnectOptions,
}

impl Server {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test has no configuration but this"
    )]
    pub(crate) fn from_environment() -> Self {
        let url = std::env::var(ADMIN_URL).unwrap_or_else(|_| {
            panic!(
                "these tests need a PostgreSQL server: run them with `cargo xtask test`, \
                 or set {ADMIN_URL} to the address of a superuser, such as postgres://postgres@127.0.0.1:5432/postgres"
            )
        });
        let options = url
            .parse()
            .unwrap_or_else(|error| panic!("{ADMIN_URL} is not a PostgreSQL address: {error}"));
        Self { url, options }
    }

    /// The superuser's connection to the database that the address names.
    pub(crate) async fn connect(&self) -> PgConnection {
        let connection = self.options.connect().await;
        connection.unwrap_or_else(|error| {
            panic!("the server of {ADMIN_URL} does not let a superuser in: {error}")
        })
    }

    /// The superuser's connection to another database.
    pub(crate) async fn connect_to(&self, database: &str) -> sqlx::Result<PgConnection> {
        self.options.clone().database(database).connect().await
    }
}

/// Runs statements on catalogue objects, which take no parameters.
pub(crate) async fn run(connection: &mut PgConnection, statements: String) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statements))
        .execute(connection)
        .await?;
    Ok(())
}
