//! The catalogue's own word on isolation, asked at every start: zero findings, or the server does not serve.

mod rules;

use std::iter;

use sqlx::{Connection, PgConnection};

use crate::{Database, Error, Result, names::Name, placement::ServerAddress};

/// One thing in a catalogue that would let a row out of its tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule is broken.
    pub rule: String,
    /// The object that breaks it.
    pub object: String,
}

/// PostgreSQL below this has published holes in row-level security (CVE-2026-116311, CVE-2026-14666, CVE-2026-16237).
pub(crate) const OLDEST_SAFE: i32 = 150_020;

/// Looks at the platform's database, the template of every server, and every database of a tenant, but not at servers
/// and planes that are barred. `allow_old_postgres` lets a laptop run on a version with published holes; the findings stay.
pub async fn self_check(database: &Database, allow_old_postgres: bool) -> Result<Vec<Finding>> {
    let settings = database.settings();
    let primary = ServerAddress {
        id: uuid::Uuid::nil().into(),
        host: settings.host.clone(),
        port: settings.port,
    };
    let home = (primary.clone(), Name::new(&settings.database)?);
    let template = Name::new(&settings.template)?;
    let mut servers = crate::platform::servers::beside_primary(database).await?;
    servers.insert(0, primary);
    let templates = servers.into_iter().map(|server| (server, template.clone()));
    let tenants = unbarred(database).await?;
    let mut findings = Vec::new();
    for (server, name) in iter::once(home).chain(templates).chain(tenants) {
        if !database.barred().holds(server.id) {
            findings.extend(check(database, &server, &name, allow_old_postgres).await?);
        }
    }
    Ok(findings)
}

/// Looks at what one server beside the primary has.
pub(crate) async fn check_server(
    database: &Database,
    server: &ServerAddress,
    allow_old_postgres: bool,
) -> Result<Vec<Finding>> {
    let tenants = unbarred(database).await?;
    let here = tenants.into_iter().filter(|(at, _)| at == server);
    let mut names = vec![Name::new(&database.settings().template)?];
    names.extend(here.map(|(_, name)| name));
    let mut findings = Vec::new();
    for name in names {
        findings.extend(check(database, server, &name, allow_old_postgres).await?);
    }
    Ok(findings)
}

/// Databases of tenants, without those whose plane is barred by itself.
async fn unbarred(database: &Database) -> Result<Vec<(ServerAddress, Name)>> {
    let all = crate::platform::placements::databases(database).await?;
    let is_in = |placement| !database.barred().holds_plane(placement);
    let all = all.into_iter().filter(|(placement, ..)| is_in(*placement));
    Ok(all.map(|(_, server, name)| (server, name)).collect())
}

pub(crate) async fn check(
    database: &Database,
    server: &ServerAddress,
    name: &Name,
    allow_old_postgres: bool,
) -> Result<Vec<Finding>> {
    let mut owner = PgConnection::connect_with(&database.owner_options(server, name))
        .await
        .map_err(|error| {
            let (host, port) = (&server.host, server.port);
            Error::Setup(format!(
                "the server at {host}:{port} cannot be checked: {error}"
            ))
        })?;
    let findings = check_catalogue(&mut owner, name).await?;
    if !allow_old_postgres {
        check_version(&mut owner).await?;
    }
    owner.close().await?;
    Ok(findings)
}

async fn check_catalogue(owner: &mut PgConnection, database: &Name) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (rule, objects) in by_rule(owner).await? {
        findings.extend(objects.into_iter().map(|object| Finding {
            rule: rule.to_owned(),
            object: format!("{}: {object}", database.as_str()),
        }));
    }
    Ok(findings)
}

/// Every rule with the objects of this database that break it.
pub(crate) async fn by_rule(owner: &mut PgConnection) -> Result<Vec<(&'static str, Vec<String>)>> {
    let mut found = Vec::new();
    for (rule, query) in rules::RULES {
        let objects = sqlx::query_scalar(*query).fetch_all(&mut *owner).await?;
        found.push((*rule, objects));
    }
    Ok(found)
}

/// The version as PostgreSQL counts: 150020 is 15.20.
pub(crate) async fn version(connection: &mut PgConnection) -> Result<i32> {
    let version = sqlx::query_scalar("SELECT current_setting('server_version_num')::int")
        .fetch_one(connection)
        .await?;
    Ok(version)
}

async fn check_version(owner: &mut PgConnection) -> Result<()> {
    allow_version(version(owner).await?)
}

fn allow_version(version: i32) -> Result<()> {
    if version < OLDEST_SAFE {
        return Err(Error::Setup(format!(
            "PostgreSQL {}.{} has published holes in row-level security; update to 15.20 or newer \
             (apt-get update && apt-get install postgresql-15), or pass --allow-old-postgres on a laptop",
            version / 10_000,
            version % 10_000
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// I-09, I-13: 15.19 has published holes that concern isolation, and is older than what has none.
    #[test]
    fn a_version_with_known_holes_is_refused() {
        for version in [90_624, 140_020, 150_000, 150_019] {
            let refused = allow_version(version).unwrap_err().to_string();
            assert!(refused.contains("15.20"), "{refused}");
        }
        for version in [150_020, 150_021, 160_000, 180_001] {
            assert!(allow_version(version).is_ok(), "{version}");
        }
    }
}
