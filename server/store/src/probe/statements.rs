//! The statements of an attack. Only what a catalogue said, quoted, and UUIDs are formatted into them.

use contract::tenants::Strategy;
use uuid::Uuid;

use super::Surroundings;

/// What must come of every statement of a trial.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    Rows,
    Nothing,
    Refusal,
}

/// Some statements that must all come to the same.
pub(super) struct Trial {
    pub key: &'static str,
    pub tried: String,
    pub expect: Expect,
    /// A name for people, the tenant that the transaction says it is inside of, and the statement.
    pub statements: Vec<(String, Option<Uuid>, String)>,
}

fn trial(
    key: &'static str,
    tried: impl Into<String>,
    expect: Expect,
    statements: Vec<(String, Option<Uuid>, String)>,
) -> Trial {
    Trial {
        key,
        tried: tried.into(),
        expect,
        statements,
    }
}

/// Everything that is tried, twins that must succeed among it.
pub(super) fn trials(around: &Surroundings) -> Vec<Trial> {
    let mut trials = own(around);
    trials.extend(rows(around));
    trials.extend(scopes(around));
    trials.extend(places(around));
    trials.extend(rules(around));
    trials.retain(|trial| !trial.statements.is_empty());
    trials
}

/// The tables of the own plane, each with the statement that is made for it.
fn each(
    around: &Surroundings,
    tables: &[String],
    scope: Option<Uuid>,
    statement: impl Fn(&str) -> String,
) -> Vec<(String, Option<Uuid>, String)> {
    let own = around.home.schema.as_str();
    let made = tables.iter().map(|table| {
        (
            table.clone(),
            scope,
            statement(&format!("\"{own}\".\"{table}\"")),
        )
    });
    made.collect()
}

/// The twins: what is refused below is refused for the tenant, not because nothing works.
fn own(around: &Surroundings) -> Vec<Trial> {
    let us = around.us;
    let filled = ["customers", "companies", "roles", "settings", "users"].map(str::to_owned);
    let changed = ["customers", "companies", "users"].map(str::to_owned);
    vec![
        trial(
            "database.own_read",
            "Read its own rows.",
            Expect::Rows,
            each(around, &filled, Some(us), |table| {
                format!("SELECT FROM {table} WHERE tenant_id = '{us}' LIMIT 1")
            }),
        ),
        trial(
            "database.own_write",
            "Changed its own rows.",
            Expect::Rows,
            each(around, &changed, Some(us), |table| {
                format!("UPDATE {table} SET version = version WHERE tenant_id = '{us}'")
            }),
        ),
    ]
}

fn rows(around: &Surroundings) -> Vec<Trial> {
    let (us, them, tables) = (around.us, around.them, &around.tables);
    let mut writes = each(around, tables, Some(us), |table| {
        format!("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{them}'")
    });
    writes.extend(each(around, tables, Some(us), |table| {
        format!("DELETE FROM {table} WHERE tenant_id = '{them}'")
    }));
    vec![
        trial(
            "database.read_without_scope",
            "Read every tenant table without saying which tenant it is.",
            Expect::Nothing,
            each(around, tables, None, |table| {
                format!("SELECT FROM {table} LIMIT 1")
            }),
        ),
        trial(
            "database.write_without_scope",
            "Deleted the other tenant's rows in every table without saying which tenant it is.",
            Expect::Nothing,
            each(around, tables, None, |table| {
                format!("DELETE FROM {table} WHERE tenant_id = '{them}'")
            }),
        ),
        trial(
            "database.read_foreign_rows",
            "Read the other tenant's rows in every table of its own plane, by the other's id.",
            Expect::Nothing,
            each(around, tables, Some(us), |table| {
                format!("SELECT FROM {table} WHERE tenant_id = '{them}' LIMIT 1")
            }),
        ),
        trial(
            "database.write_foreign_rows",
            "Changed and deleted the other tenant's rows in every table of its own plane.",
            Expect::Nothing,
            writes,
        ),
        trial(
            "database.plant_rows",
            "Gave its own rows in every table to the other tenant.",
            Expect::Nothing,
            each(around, tables, Some(us), |table| {
                format!("UPDATE {table} SET tenant_id = '{them}' WHERE tenant_id = '{us}'")
            }),
        ),
        trial(
            "database.append_only",
            "Changed and deleted entries of its own log and history.",
            Expect::Refusal,
            {
                let mut both = each(around, &around.append_only, Some(us), |table| {
                    format!("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{us}'")
                });
                both.extend(each(around, &around.append_only, Some(us), |table| {
                    format!("DELETE FROM {table} WHERE tenant_id = '{us}'")
                }));
                both
            },
        ),
    ]
}

/// In shared tables the setting of the transaction says which tenant it is: that is the wall, and it has to end with the
/// transaction. Everywhere else the setting of another tenant opens nothing.
fn scopes(around: &Surroundings) -> Vec<Trial> {
    let them = around.them;
    if around.home.strategy == Strategy::Shared {
        return vec![trial(
            "database.scope_left_behind",
            "Read every tenant table after a transaction of the other tenant on the same connection.",
            Expect::Nothing,
            each(around, &around.tables, None, |table| {
                format!(
                    "SET LOCAL app.tenant_id = '{them}'; ROLLBACK; BEGIN; SELECT FROM {table} LIMIT 1"
                )
            }),
        )];
    }
    vec![trial(
        "database.foreign_scope",
        "Said that it is the other tenant, and read every table of its own plane.",
        Expect::Nothing,
        each(around, &around.tables, Some(them), |table| {
            format!("SELECT FROM {table} LIMIT 1")
        }),
    )]
}

fn places(around: &Surroundings) -> Vec<Trial> {
    let read = |tables: &[String]| {
        let read = |table: &String| {
            let statement = format!("SELECT FROM {table} LIMIT 1");
            (table.clone(), Some(around.them), statement)
        };
        tables.iter().map(read).collect::<Vec<_>>()
    };
    let mut roles: Vec<_> = around
        .roles
        .iter()
        .map(|role| {
            (
                role.clone(),
                Some(around.us),
                format!("SET LOCAL ROLE \"{role}\""),
            )
        })
        .collect();
    roles.push((
        "session of tenantry_owner".into(),
        Some(around.us),
        "SET LOCAL SESSION AUTHORIZATION tenantry_owner".into(),
    ));
    vec![
        trial(
            "database.foreign_planes",
            "Read tables of other planes: all of the other tenant's, and some of others.",
            Expect::Refusal,
            read(&around.foreign),
        ),
        trial(
            "database.control_plane",
            "Read every table of the control plane and of the job queue.",
            Expect::Refusal,
            read(&around.control),
        ),
        trial(
            "database.roles",
            "Took the roles of others.",
            Expect::Refusal,
            roles,
        ),
    ]
}

fn rules(around: &Surroundings) -> Vec<Trial> {
    let own = format!("\"{}\"", around.home.schema.as_str());
    let statements = [
        format!("ALTER TABLE {own}.customers DISABLE ROW LEVEL SECURITY"),
        format!("ALTER TABLE {own}.customers NO FORCE ROW LEVEL SECURITY"),
        format!("DROP POLICY tenant_isolation ON {own}.customers"),
        format!("CREATE POLICY everybody ON {own}.customers USING (true)"),
        format!("SET LOCAL row_security = off; SELECT FROM {own}.customers LIMIT 1"),
        format!("TRUNCATE {own}.customers"),
        format!("CREATE TABLE {own}.probe ()"),
        format!("CREATE FUNCTION {own}.probe() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        "CREATE TEMPORARY TABLE probe ()".into(),
        "CREATE SCHEMA probe".into(),
        "CREATE ROLE probe".into(),
        "SELECT pg_read_file('PG_VERSION')".into(),
        "COPY (SELECT 1) TO PROGRAM 'true'".into(),
    ];
    let us = Some(around.us);
    let statements = statements.map(|statement| (statement.clone(), us, statement));
    vec![trial(
        "database.rules",
        "Took the rules away: row-level security, policies, tables, functions and roles of its own, files of the server.",
        Expect::Refusal,
        statements.into(),
    )]
}
