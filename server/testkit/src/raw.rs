//! Ways in that the product does not have: SQL as any role, for tests of what the database itself refuses.

use contract::servers::ServerDraft;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{ConnectOptions, PgConnection};

use crate::{
    Plane,
    plane::secrets,
    server::{Server, run},
};

impl Plane {
    /// The superuser in the plane's database: for looking, and for breaking what a test wants broken.
    pub async fn superuser(&self) -> PgConnection {
        self.superuser_in(self.name()).await
    }

    /// The superuser in another database.
    pub async fn superuser_in(&self, database: &str) -> PgConnection {
        self.server.connect_to(database).await.expect("a database")
    }

    /// The server once more, by another of its names, as what a further one is registered by.
    pub fn second_server(&self) -> ServerDraft {
        let options = &self.server.options;
        let host = match options.get_host() {
            "127.0.0.1" => "localhost",
            _ => "127.0.0.1",
        };
        let url = options.to_url_lossy();
        ServerDraft {
            name: "frankfurt".into(),
            region: "eu".into(),
            url: format!(
                "postgres://{}@{host}:{}",
                options.get_username(),
                options.get_port()
            ),
            password: url.password().unwrap_or_default().to_owned(),
            allow_old_postgres: true,
        }
    }

    /// A login with its own password to the plane's database, as somebody who stole it would have.
    pub async fn as_role(&self, role: &str) -> PgConnection {
        self.as_role_in(role, self.name()).await.expect("a login")
    }

    /// A login to another database, or why it is refused.
    pub async fn as_role_in(&self, role: &str, database: &str) -> sqlx::Result<PgConnection> {
        let options = self.server.options.clone();
        let options = options
            .username(role)
            .password(&password(role))
            .database(database);
        options.connect().await
    }

    /// The password of a role.
    pub fn password_of(&self, role: &str) -> String {
        password(role)
    }

    /// Runs statements as the superuser in the plane's database.
    pub async fn sabotage(&self, statements: &str) {
        run(&mut self.superuser().await, statements.to_owned())
            .await
            .expect("the superuser may do anything");
    }

    /// Schemas, databases and roles of tenants that no placement accounts for. Databases and roles are those of the
    /// whole server, so what belongs to another installation on it is left out.
    pub async fn orphans(&self) -> Vec<String> {
        let mut orphans = store::platform::placements::orphans(self.database())
            .await
            .expect("the catalogue");
        orphans.retain(|orphan| !self.strangers.contains(orphan));
        for name in self.neighbours().await {
            if orphans.is_empty() {
                break;
            }
            // One that is gone meanwhile took its tenants along, and first; one without placements has none.
            let codes = codes_of(&self.server, &name).await.unwrap_or_default();
            orphans.retain(|orphan| !codes.iter().any(|code| orphan.ends_with(code)));
        }
        let mut admin = self.superuser().await;
        let mut left = Vec::new();
        for orphan in orphans {
            if still_there(&mut admin, &orphan).await {
                left.push(orphan);
            }
        }
        left
    }

    async fn neighbours(&self) -> Vec<String> {
        sqlx::query_scalar(
            r"SELECT datname::text FROM pg_database
              WHERE datallowconn AND datname <> $1 AND datname !~ '^(tenant_|template)|_tenant_template$'",
        )
        .bind(self.name())
        .fetch_all(&mut self.superuser().await)
        .await
        .expect("the catalogue")
    }
}

/// Databases and roles of tenants of all installations.
pub(crate) async fn databases_and_roles(server: &Server) -> Vec<String> {
    sqlx::query_scalar(
        r"SELECT 'database ' || datname FROM pg_database WHERE datname LIKE 'tenant\_%'
          UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname LIKE 'tenant\_%'",
    )
    .fetch_all(&mut server.connect().await)
    .await
    .expect("the catalogue")
}

async fn codes_of(server: &Server, plane: &str) -> sqlx::Result<Vec<String>> {
    let mut inside = server.connect_to(plane).await?;
    sqlx::query_scalar("SELECT code FROM platform.placements")
        .fetch_all(&mut inside)
        .await
}

async fn still_there(admin: &mut PgConnection, orphan: &str) -> bool {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_database WHERE 'database ' || datname = $1)
             OR EXISTS (SELECT FROM pg_roles WHERE 'role ' || rolname = $1)
             OR EXISTS (SELECT FROM pg_namespace WHERE 'schema ' || nspname = $1)",
    )
    .bind(orphan)
    .fetch_one(admin)
    .await
    .expect("the catalogue")
}

/// Passwords of roles follow from a secret: HMAC-SHA-256 of the role's name.
fn password(role: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secrets().roles.expose())
        .expect("HMAC takes keys of any length");
    mac.update(role.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
