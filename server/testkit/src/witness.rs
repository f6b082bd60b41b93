//! Somebody who looks at every row, for tests of calls that must change nothing.

use std::{collections::BTreeMap, fmt};

use sqlx::{AssertSqlSafe, PgConnection};

use crate::Plane;

/// Knows a digest of what every table of a plane's database holds, for each tenant.
///
/// What a refusal itself leaves behind is not looked at: its entry in a log with the log's proof, the count of guesses,
/// the moment at which a session was last used.
pub struct Witness {
    connection: PgConnection,
    question: String,
    seen: Digests,
}

type Digests = BTreeMap<Place, String>;

/// The rows of a tenant in a table, or those that are no tenant's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Schema and name of the table.
    pub table: String,
    /// Id of the tenant.
    pub tenant: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.tenant {
            Some(tenant) => write!(f, "{} of {tenant}", self.table),
            None => f.write_str(&self.table),
        }
    }
}

impl Witness {
    /// Looks for the first time.
    pub async fn new(plane: &Plane) -> Self {
        let mut connection = plane.superuser().await;
        let question = question(&mut connection).await.expect("the catalogue");
        let mut witness = Self {
            connection,
            question,
            seen: Digests::new(),
        };
        witness.changes().await;
        witness
    }

    /// Where something changed since the last look.
    pub async fn changes(&mut self) -> Vec<Place> {
        let rows = sqlx::query_as(AssertSqlSafe(self.question.clone()));
        let rows: Vec<(String, Option<String>, String)> = rows
            .fetch_all(&mut self.connection)
            .await
            .expect("the superuser may read everything");
        let now: Digests = rows
            .into_iter()
            .map(|(table, tenant, digest)| (Place { table, tenant }, digest))
            .collect();
        let before = std::mem::replace(&mut self.seen, now);
        let known = before.keys().chain(self.seen.keys());
        let mut changed: Vec<Place> = known
            .filter(|place| before.get(place) != self.seen.get(place))
            .cloned()
            .collect();
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

/// Knows how many entries there are in the logs of a plane's database: the platform's, and those of tenants in shared tables.
pub struct Records {
    connection: PgConnection,
    entries: i64,
}

impl Records {
    /// Counts for the first time.
    pub async fn new(plane: &Plane) -> Self {
        let mut records = Self {
            connection: plane.superuser().await,
            entries: 0,
        };
        records.news().await;
        records
    }

    /// How many there are more than at the last look.
    pub async fn news(&mut self) -> i64 {
        let entries = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM platform.events) + (SELECT count(*) FROM tenants_shared.events)",
        )
        .fetch_one(&mut self.connection)
        .await
        .expect("the superuser may read everything");
        entries - std::mem::replace(&mut self.entries, entries)
    }
}

/// One query for all tables: a digest for each table and tenant.
async fn question(connection: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        r"SELECT string_agg(format(
              $$SELECT '%1$s.%2$s', (%3$s)::text,
                       count(*) || '/' || sum(hashtextextended((to_jsonb(t) - 'last_seen_at' - 'last_used_at')::text, 0))
                FROM %1$I.%2$I t WHERE %4$s GROUP BY 2$$,
              nspname, relname,
              CASE WHEN (nspname, relname) = ('platform', 'tenants') THEN 'id'
                   WHEN 'tenant_id' = ANY (columns) THEN 'tenant_id'
                   ELSE 'NULL' END,
              CASE relname WHEN 'events'
                  THEN $$action NOT LIKE 'access.%' AND action NOT LIKE '%.refused'$$ ELSE 'true' END
          ), ' UNION ALL ')
          FROM (SELECT nspname, relname, array_agg(attname::text) AS columns
                FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
                WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')
                  AND relname NOT IN ('event_log', 'event_heads', 'sign_in_failures')
                GROUP BY 1, 2) tables",
    )
    .fetch_one(connection)
    .await
}
