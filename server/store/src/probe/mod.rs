//! What somebody with the connection of one canary can do to another with any SQL they like, tried in earnest.
//!
//! It is tried in the running product, so nothing of it may last or hurt: every statement is undone, none waits long, and
//! each names the canary that it is aimed at, for the day on which a wall is down.

mod catalogue;
mod statements;

use contract::{ids::TenantId, isolation::Probed};
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use uuid::Uuid;

use crate::{
    Database, Error, Result,
    database::{login, tenant_login},
    names::Name,
    placement::Placement,
    platform::placements,
};

pub use catalogue::catalogue;
use statements::{Expect, Trial, trials};

/// Databases of others that a login is tried at.
const DOORS: usize = 4;

/// The tenants of an attack, and what the catalogue tells anybody about their surroundings.
struct Surroundings {
    us: Uuid,
    them: Uuid,
    home: Placement,
    target: Placement,
    /// Tables of the attacker's own plane, by their bare names.
    tables: Vec<String>,
    /// Tables of other planes, of the control plane and of the queue in the same database, quoted.
    foreign: Vec<String>,
    control: Vec<String>,
    /// Roles that are nobody's way in here.
    roles: Vec<String>,
    /// Tables of the own plane that are only added to.
    append_only: Vec<String>,
}

/// What came of a statement.
enum Answer {
    /// It was obeyed, and concerned so many rows.
    Rows(u64),
    /// It was refused with this code.
    Refused(String),
}

/// Lets one canary try everything against another of the same strategy.
pub async fn attack(
    database: &Database,
    attacker: TenantId,
    victim: TenantId,
) -> Result<Vec<Probed>> {
    let (home, target) = (
        placement(database, attacker).await?,
        placement(database, victim).await?,
    );
    let options = options(database, &home, &home.database);
    let mut connection = PgConnection::connect_with(&options).await?;
    let surroundings = Surroundings::look(
        &mut connection,
        (attacker.uuid(), home),
        (victim.uuid(), target),
    )
    .await?;
    let mut found = Vec::new();
    for trial in trials(&surroundings) {
        found.push(surroundings.run(&mut connection, trial).await?);
    }
    connection.close().await?;
    found.extend(doors(database, &surroundings).await?);
    Ok(found)
}

async fn placement(database: &Database, tenant: TenantId) -> Result<Placement> {
    let record = database.tenant_by_id(tenant).await?;
    let record = record.ok_or_else(|| Error::Setup(format!("there is no canary {tenant}")))?;
    Ok(record.placement()?.clone())
}

/// The tenant's own login, and little patience: customers work in the same tables.
fn options(database: &Database, placement: &Placement, name: &Name) -> PgConnectOptions {
    let server = PgConnectOptions::new()
        .host(&placement.server.host)
        .port(placement.server.port)
        .database(name.as_str());
    login(server, tenant_login(placement), database.keys())
        .options([("statement_timeout", "5s"), ("lock_timeout", "1s")])
}

impl Surroundings {
    async fn look(
        connection: &mut PgConnection,
        (us, home): (Uuid, Placement),
        (them, target): (Uuid, Placement),
    ) -> Result<Self> {
        let own = home.schema.as_str();
        let tables = names(
            connection,
            "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = $1 AND relkind = 'r' AND relname <> '_sqlx_migrations' ORDER BY 1",
            own,
        )
        .await?;
        if tables.is_empty() {
            return Err(Error::Setup(format!("the plane {own} has no tables")));
        }
        let append_only = names(
            connection,
            "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = $1 AND relkind = 'r' AND obj_description(c.oid, 'pg_class') = 'append-only' ORDER BY 1",
            own,
        )
        .await?;
        // All tables of the other canary, and one table of some others.
        let foreign = names(
            connection,
            "SELECT format('%I.%I', n.nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = $1 AND relkind = 'r' AND relname <> '_sqlx_migrations' ORDER BY 1",
            if target.schema == home.schema { "" } else { target.schema.as_str() },
        )
        .await?;
        let others = names(
            connection,
            "(SELECT format('%I.customers', nspname) FROM pg_namespace
              WHERE nspname ~ '^tenants?_' AND nspname <> $1 ORDER BY random() LIMIT 5)",
            own,
        )
        .await?;
        let control = names(
            connection,
            "SELECT format('%I.%I', n.nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ('platform', 'graphile_worker') AND relkind IN ('r', 'v', 'p') AND $1 <> '' ORDER BY 1",
            own,
        )
        .await?;
        // The login of all schemas may become the role of each: there the role of the transaction is the wall.
        let roles = names(
            connection,
            "SELECT rolname::text FROM pg_roles
             WHERE rolname <> session_user AND (rolname IN ('tenantry_owner', 'tenantry_platform', 'tenantry_shared',
                                                            'tenantry_schemas')
                   OR (rolname = $1 AND session_user <> 'tenantry_schemas')) ORDER BY 1",
            target.role.as_str(),
        )
        .await?;
        Ok(Self {
            us,
            them,
            tables,
            foreign: foreign.into_iter().chain(others).collect(),
            control,
            roles,
            append_only,
            home,
            target,
        })
    }

    /// Runs the statements of a trial, each in a transaction of its own that is undone.
    async fn run(&self, connection: &mut PgConnection, trial: Trial) -> Result<Probed> {
        let mut tally = Tally::default();
        for (name, scope, statement) in trial.statements {
            let answer = self.answer(connection, scope, statement).await?;
            tally.add(&name, trial.expect.is_met_by(&answer), &answer);
        }
        Ok(Probed {
            key: trial.key.into(),
            tried: trial.tried,
            expected: trial.expect.in_words().into(),
            passed: tally.wrong.is_empty() && tally.all > 0,
            seen: tally.in_words(),
        })
    }

    async fn answer(
        &self,
        connection: &mut PgConnection,
        scope: Option<Uuid>,
        statement: String,
    ) -> Result<Answer> {
        let opening = crate::transaction::opening(scope, &self.home, "READ WRITE");
        sqlx::raw_sql(AssertSqlSafe(opening))
            .execute(&mut *connection)
            .await?;
        let done = sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut *connection)
            .await;
        let answer = match done {
            Ok(done) => Answer::Rows(done.rows_affected()),
            Err(error) => Answer::Refused(code(&error).ok_or(error)?),
        };
        sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
        Ok(answer)
    }
}

/// Tries the login at databases that are not its own; none where there are no others.
async fn doors(database: &Database, surroundings: &Surroundings) -> Result<Option<Probed>> {
    let (home, target) = (&surroundings.home, &surroundings.target);
    // Every server has one of the control plane's name.
    let mut near = vec![
        target.database.clone(),
        Name::new(&database.settings().database)?,
    ];
    let others = placements::databases(database).await?;
    let others = others.into_iter().filter(|(_, at, _)| *at == home.server);
    near.extend(others.map(|(_, _, name)| name));
    near.dedup();
    near.retain(|name| *name != home.database);
    let mut tally = Tally::default();
    for name in near.iter().take(DOORS) {
        let connected = PgConnection::connect_with(&options(database, home, name)).await;
        let answer = match connected {
            Ok(connection) => {
                connection.close().await?;
                Answer::Rows(1)
            }
            Err(error) => Answer::Refused(code(&error).ok_or(error)?),
        };
        tally.add(name.as_str(), Expect::Refusal.is_met_by(&answer), &answer);
    }
    Ok((tally.all > 0).then(|| Probed {
        key: "database.doors".into(),
        tried: "Signed in to other databases of the server with this tenant's login.".into(),
        expected: Expect::Refusal.in_words().into(),
        passed: tally.wrong.is_empty(),
        seen: tally.in_words(),
    }))
}

impl Expect {
    fn is_met_by(self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::Rows, Answer::Rows(rows)) => *rows > 0,
            (Self::Nothing, Answer::Rows(rows)) => *rows == 0,
            // Insufficient privilege, which a refusal by a policy is as well.
            (Self::Nothing | Self::Refusal, Answer::Refused(code)) => code == "42501",
            (Self::Refusal, Answer::Rows(_)) | (Self::Rows, Answer::Refused(_)) => false,
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Rows => "At least one row each time.",
            Self::Nothing => "No row, or a refusal (42501), each time.",
            Self::Refusal => "A refusal (42501) each time.",
        }
    }
}

/// What came of several statements that all must come to the same.
#[derive(Default)]
struct Tally {
    all: usize,
    refused: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, is_good: bool, answer: &Answer) {
        self.all += 1;
        let said = match answer {
            Answer::Rows(0) => "no row".to_owned(),
            Answer::Rows(1) => "one row".to_owned(),
            Answer::Rows(rows) => format!("{rows} rows"),
            Answer::Refused(code) => {
                self.refused += 1;
                format!("refused ({code})")
            }
        };
        if !is_good {
            self.wrong.push(format!("{name}: {said}"));
        }
    }

    fn in_words(&self) -> String {
        /// More of them tell no more.
        const SHOWN: usize = 12;
        if self.wrong.is_empty() {
            return format!(
                "As expected {} times, {} of them refused.",
                self.all, self.refused
            );
        }
        let shown: Vec<&str> = self.wrong.iter().take(SHOWN).map(String::as_str).collect();
        let more = self.wrong.len() - shown.len();
        let more = if more > 0 {
            format!("; and {more} more")
        } else {
            String::new()
        };
        format!(
            "{} of {} otherwise: {}{more}.",
            self.wrong.len(),
            self.all,
            shown.join("; ")
        )
    }
}

/// The code of a refusal; none where nobody answered.
fn code(error: &sqlx::Error) -> Option<String> {
    let error = error.as_database_error()?;
    error.code().map(std::borrow::Cow::into_owned)
}

async fn names(
    connection: &mut PgConnection,
    question: &'static str,
    of: &str,
) -> Result<Vec<String>> {
    let names = sqlx::query_scalar(question)
        .bind(of)
        .fetch_all(connection)
        .await?;
    Ok(names)
}
