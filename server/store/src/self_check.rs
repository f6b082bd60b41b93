//! The catalogue's own word on isolation, asked at every start: zero findings, or the server does not serve.

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
const OLDEST_SAFE: i32 = 150_020;

/// The rules, as queries of which each row is a finding. Only planes are looked at: schemas that begin with `tenant`.
const RULES: &[(&str, &str)] = &[
    (
        "a tenant table has tenant_id, uuid, not null",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('r', 'p') AND c.relname <> '_sqlx_migrations'
           AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
                           AND a.atttypid = 'uuid'::regtype AND a.attnotnull)",
    ),
    (
        "row-level security is enabled and forced",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('r', 'p') AND c.relname <> '_sqlx_migrations'
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
    ),
    (
        "there is exactly one permissive policy, for every command, and it compares tenant_id both ways",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('r', 'p') AND c.relname <> '_sqlx_migrations'
           AND (SELECT count(*) <> 1 OR bool_or(
                    p.polcmd <> '*' OR NOT p.polpermissive
                    OR pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM '(tenant_id = tenantry.app_tenant_id())'
                    OR pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM '(tenant_id = tenantry.app_tenant_id())')
                FROM pg_policy p WHERE p.polrelid = c.oid)",
    ),
    (
        "every key of a tenant table leads with tenant_id",
        "SELECT format('%I.%I %s', n.nspname, c.relname, k.conname) FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relname <> '_sqlx_migrations' AND k.contype IN ('p', 'u', 'f')
           AND (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = k.conkey[1]) <> 'tenant_id'",
    ),
    (
        "a reference between tenant tables carries tenant_id to tenant_id, inside one plane",
        "SELECT format('%I.%I %s', n.nspname, c.relname, k.conname) FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_class f ON f.oid = k.confrelid
         WHERE n.nspname ~ '^tenants?_' AND k.contype = 'f'
           AND (f.relnamespace <> c.relnamespace OR
                (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = f.oid AND a.attnum = k.confkey[1]) <> 'tenant_id')",
    ),
    (
        "every unique index leads with tenant_id",
        "SELECT format('%I.%I', n.nspname, i.relname) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relname <> '_sqlx_migrations' AND x.indisunique
           AND coalesce((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0]), '')
               <> 'tenant_id'",
    ),
    (
        "there is no view, materialised view, foreign table or sequence in a plane",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('v', 'm', 'f', 'S')",
    ),
    (
        "no function of ours runs with the rights of its owner",
        "SELECT format('%I.%I', n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE (n.nspname LIKE 'tenant%' OR n.nspname = 'platform') AND p.prosecdef",
    ),
    (
        "the public has no right on a plane, the control plane or a database of ours",
        "SELECT format('schema %I', n.nspname) FROM pg_namespace n, aclexplode(n.nspacl) a
         WHERE (n.nspname LIKE 'tenant%' OR n.nspname = 'platform') AND a.grantee = 0
         UNION ALL
         SELECT format('table %I.%I', n.nspname, c.relname) FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
         WHERE (n.nspname ~ '^tenants?_' OR n.nspname = 'platform') AND a.grantee = 0
         UNION ALL
         SELECT format('database %I', d.datname) FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
         WHERE d.datname = current_database() AND a.grantee = 0",
    ),
    (
        "a plane is granted to one role, and never with TRUNCATE, REFERENCES or TRIGGER",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
         WHERE n.nspname ~ '^tenants?_' AND c.relkind = 'r' AND a.grantee <> c.relowner
         GROUP BY n.nspname, c.relname
         HAVING count(DISTINCT a.grantee) > 1 OR bool_or(a.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER'))",
    ),
    (
        "nobody who serves requests is a superuser, passes by row-level security, or makes roles and databases",
        "SELECT rolname::text FROM pg_roles WHERE (rolname IN ('tenantry_platform', 'tenantry_shared', 'tenantry_schemas')
         OR rolname LIKE 'tenant\\_%') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
    ),
    (
        "nobody who serves requests owns a table, or inherits from somebody who does",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_roles r ON r.oid = c.relowner
         WHERE (n.nspname ~ '^tenants?_' OR n.nspname = 'platform') AND r.rolname <> 'tenantry_owner'
         UNION ALL
         SELECT m.rolname::text FROM pg_auth_members g JOIN pg_roles m ON m.oid = g.member JOIN pg_roles r ON r.oid = g.roleid
         WHERE r.rolname IN ('tenantry_owner', 'tenantry_platform') AND m.rolname LIKE 'tenant%'",
    ),
];

/// Looks at the platform's database, the template, and every database of a tenant. `allow_old_postgres` lets a
/// laptop run on a version with published holes; the findings stay.
pub async fn self_check(database: &Database, allow_old_postgres: bool) -> Result<Vec<Finding>> {
    let settings = database.settings();
    let mut findings = Vec::new();
    let home = Name::new(&settings.database)?;
    let template = Name::new(&settings.template)?;
    let primary = ServerAddress {
        id: uuid::Uuid::nil().into(),
        host: settings.host.clone(),
        port: settings.port,
    };
    let mut places = vec![(primary.clone(), home), (primary, template)];
    places.extend(crate::platform::placements::databases(database).await?);
    for (server, name) in places {
        let mut owner = PgConnection::connect_with(&database.owner_options(&server, &name)).await?;
        findings.extend(check_catalogue(&mut owner, &name).await?);
        if !allow_old_postgres {
            check_version(&mut owner).await?;
        }
        owner.close().await?;
    }
    Ok(findings)
}

async fn check_catalogue(owner: &mut PgConnection, database: &Name) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (rule, query) in RULES {
        let objects: Vec<String> = sqlx::query_scalar(*query).fetch_all(&mut *owner).await?;
        findings.extend(objects.into_iter().map(|object| Finding {
            rule: (*rule).to_owned(),
            object: format!("{}: {object}", database.as_str()),
        }));
    }
    Ok(findings)
}

async fn check_version(owner: &mut PgConnection) -> Result<()> {
    let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int")
        .fetch_one(owner)
        .await?;
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
