//! What must hold in a catalogue, as queries of which each row is a finding.
//!
//! A plane is a schema whose name begins with `tenant_` or `tenants_`. Each plane has one role: `tenantry_shared` for
//! the shared one, and one of the schema's own name for every other. The table of sqlx's migrator holds no rows of
//! anybody and is left out.

/// The rules: what must hold, and what breaks it.
pub(super) const RULES: &[(&str, &str)] = &[
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
        "there is exactly one permissive policy, for everybody and every command, and it compares tenant_id both ways",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('r', 'p') AND c.relname <> '_sqlx_migrations'
           AND (SELECT count(*) <> 1 OR bool_or(
                    p.polcmd <> '*' OR NOT p.polpermissive OR p.polroles <> '{0}'
                    OR pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM '(tenant_id = tenantry.app_tenant_id())'
                    OR pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM '(tenant_id = tenantry.app_tenant_id())')
                FROM pg_policy p WHERE p.polrelid = c.oid)",
    ),
    (
        "one function tells the tenant, from the setting of the transaction alone",
        "SELECT 'tenantry.app_tenant_id' WHERE
             (SELECT trim(p.prosrc) FROM pg_proc p
              WHERE p.pronamespace = 'tenantry'::regnamespace AND p.proname = 'app_tenant_id')
             IS DISTINCT FROM 'SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid'",
    ),
    (
        "no session begins inside a tenant",
        "SELECT format('%s: %s', coalesce(r.rolname, d.datname), setting)
         FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) setting
         LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
         WHERE split_part(setting, '=', 1) IN ('app.tenant_id', 'role')
           AND (s.setdatabase = 0 OR d.datname = current_database())",
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
        "no view, foreign table or sequence is in a plane, and no view or rule reads one",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname ~ '^tenants?_' AND c.relkind IN ('v', 'm', 'f', 'S')
         UNION
         SELECT format('%I.%I', vn.nspname, v.relname) FROM pg_depend d
         JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
         JOIN pg_class v ON v.oid = w.ev_class JOIN pg_namespace vn ON vn.oid = v.relnamespace
         WHERE n.nspname ~ '^tenants?_'",
    ),
    (
        "no function runs with the rights of its owner",
        "SELECT format('%I.%I', n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                           AND d.deptype = 'e')",
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
         SELECT format('column %I.%I.%I', n.nspname, c.relname, t.attname) FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute t ON t.attrelid = c.oid,
              aclexplode(t.attacl) a
         WHERE (n.nspname ~ '^tenants?_' OR n.nspname = 'platform') AND a.grantee = 0
         UNION ALL
         SELECT format('database %I', d.datname) FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
         WHERE d.datname = current_database() AND a.grantee = 0",
    ),
    (
        "a plane is granted to its own role alone: to use, not to change, empty, reference or hook into",
        "WITH planes AS (
             SELECT oid, nspname, nspowner, nspacl,
                    CASE nspname WHEN 'tenants_shared' THEN 'tenantry_shared' ELSE nspname END AS own_role
             FROM pg_namespace WHERE nspname ~ '^tenants?_'
         ), grants AS (
             SELECT format('schema %I', n.nspname) AS object, n.own_role, a.grantee, a.privilege_type
             FROM planes n, aclexplode(n.nspacl) a WHERE a.grantee <> n.nspowner
             UNION ALL
             SELECT format('%I.%I', n.nspname, c.relname), n.own_role, a.grantee, a.privilege_type
             FROM planes n JOIN pg_class c ON c.relnamespace = n.oid, aclexplode(c.relacl) a
             WHERE a.grantee <> c.relowner
             UNION ALL
             SELECT format('%I.%I.%I', n.nspname, c.relname, t.attname), n.own_role, a.grantee, a.privilege_type
             FROM planes n JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_attribute t ON t.attrelid = c.oid,
                  aclexplode(t.attacl) a
             WHERE a.grantee <> c.relowner
         )
         SELECT DISTINCT g.object FROM grants g LEFT JOIN pg_roles r ON r.oid = g.grantee
         WHERE r.rolname IS DISTINCT FROM g.own_role
            OR g.privilege_type IN ('CREATE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')",
    ),
    (
        "an append-only table is granted for reading and adding alone",
        "SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
         WHERE ((n.nspname ~ '^tenants?_' AND obj_description(c.oid, 'pg_class') = 'append-only')
                OR (n.nspname = 'platform' AND c.relname IN ('event_heads', 'events', 'plan_revisions')))
           AND a.grantee <> c.relowner AND a.privilege_type NOT IN ('SELECT', 'INSERT')",
    ),
    (
        "nobody who serves requests is a superuser, passes by row-level security, or makes roles and databases",
        "SELECT rolname::text FROM pg_roles WHERE (rolname IN ('tenantry_platform', 'tenantry_shared', 'tenantry_schemas')
         OR rolname LIKE 'tenant\\_%') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
    ),
    (
        "nobody who serves requests owns a table",
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_roles r ON r.oid = c.relowner
         WHERE (n.nspname ~ '^tenants?_' OR n.nspname = 'platform') AND r.rolname <> 'tenantry_owner'",
    ),
    (
        "who serves requests becomes only the role of a schema's tenant, and inherits from none",
        "SELECT format('%s as %s', m.rolname, r.rolname)
         FROM pg_auth_members g JOIN pg_roles m ON m.oid = g.member JOIN pg_roles r ON r.oid = g.roleid
         WHERE (m.rolname IN ('tenantry_platform', 'tenantry_shared', 'tenantry_schemas') OR m.rolname LIKE 'tenant\\_%')
           AND NOT (m.rolname = 'tenantry_schemas' AND r.rolname LIKE 'tenant\\_%')
         UNION ALL
         SELECT rolname::text FROM pg_roles WHERE rolname = 'tenantry_schemas' AND rolinherit",
    ),
];
