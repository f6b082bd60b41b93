//! The rules of the self check, asked while the product runs: of the platform's database, and of some databases of
//! tenants.

use contract::{isolation::Probed, tenants::Strategy};
use sqlx::Connection;

use crate::{
    Database, Result,
    database::{SCHEMAS_ROLE, SHARED_ROLE, SHARED_SCHEMA},
    names::Name,
    placement::ServerAddress,
    platform::placements,
    self_check::by_rule,
};

/// Databases of tenants that are looked at in one run.
const SAMPLE: i64 = 8;

/// Every rule for every strategy that has a tenant, and what breaks it.
pub async fn catalogue(database: &Database) -> Result<Vec<(Strategy, Probed)>> {
    let settings = database.settings();
    let primary = ServerAddress {
        id: uuid::Uuid::nil().into(),
        host: settings.host.clone(),
        port: settings.port,
    };
    let home = Name::new(&settings.database)?;
    let mut owner = database.owner(&primary, &home).await?;
    let mut found = Vec::new();
    for (rule, objects) in by_rule(&mut owner).await? {
        for strategy in [Strategy::Shared, Strategy::Schema] {
            let broken = objects.iter().filter(|object| concerns(object, strategy));
            let broken: Vec<String> = broken.cloned().collect();
            found.push((strategy, probed(rule, "the platform's database", &broken)));
        }
    }
    owner.close().await?;
    for strategy in [Strategy::Database, Strategy::Dedicated] {
        let sample = placements::some_databases(database, strategy, SAMPLE).await?;
        found.extend(in_databases(database, strategy, &sample).await?);
    }
    Ok(found)
}

async fn in_databases(
    database: &Database,
    strategy: Strategy,
    sample: &[(ServerAddress, Name)],
) -> Result<Vec<(Strategy, Probed)>> {
    let place = format!("{} databases of tenants", sample.len());
    let mut broken: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (server, name) in sample {
        let mut owner = database.owner(server, name).await?;
        for (rule, objects) in by_rule(&mut owner).await? {
            let objects = objects
                .into_iter()
                .map(|object| format!("{}: {object}", name.as_str()));
            match broken.iter_mut().find(|(known, _)| *known == rule) {
                Some((_, all)) => all.extend(objects),
                None => broken.push((rule, objects.collect())),
            }
        }
        owner.close().await?;
    }
    let checks = broken
        .iter()
        .map(|(rule, objects)| (strategy, probed(rule, &place, objects)));
    Ok(checks.collect())
}

/// Whether what breaks a rule in the platform's database lets out rows of this strategy; what is of neither plane does
/// so of both.
fn concerns(object: &str, strategy: Strategy) -> bool {
    let names = || object.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let is_shared = names().any(|name| name == SHARED_SCHEMA || name == SHARED_ROLE);
    let is_schema = names().any(|name| name.starts_with("tenant_") || name == SCHEMAS_ROLE);
    match strategy {
        Strategy::Shared => is_shared || !is_schema,
        _ => is_schema || !is_shared,
    }
}

fn probed(rule: &str, place: &str, broken: &[String]) -> Probed {
    /// More of them tell no more.
    const SHOWN: usize = 8;
    let seen = match broken.len() {
        0 => "Nothing breaks it.".to_owned(),
        count if count > SHOWN => {
            format!(
                "{}; and {} more.",
                broken[..SHOWN].join("; "),
                count - SHOWN
            )
        }
        _ => format!("{}.", broken.join("; ")),
    };
    Probed {
        key: "catalogue.rule".into(),
        tried: format!("Looked in {place}: {rule}."),
        expected: "Nothing breaks it.".into(),
        passed: broken.is_empty(),
        seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_a_rule_counts_where_its_rows_are() {
        for (object, shared, schema) in [
            ("tenants_shared.customers", true, false),
            ("tenant_abcdefghij.customers", false, true),
            ("tenantry_shared", true, false),
            ("tenantry.app_tenant_id", true, true),
            ("tenantry_platform", true, true),
        ] {
            assert_eq!(concerns(object, Strategy::Shared), shared, "{object}");
            assert_eq!(concerns(object, Strategy::Schema), schema, "{object}");
        }
    }
}
