//! Things that would let a row out of its tenant, each with the rule that must see it.

/// One thing that somebody could do to a catalogue, and how it is undone.
pub(crate) struct Fault {
    pub plant: &'static str,
    /// Part of the rule that sees it.
    pub rule: &'static str,
    /// Part of the name of what is found.
    pub object: &'static str,
    pub mend: &'static str,
}

/// Faults inside the plane's own database.
pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        plant: "CREATE TABLE tenants_shared.loose (id uuid PRIMARY KEY); ALTER TABLE tenants_shared.loose OWNER TO tenantry_owner",
        rule: "has tenant_id",
        object: "tenants_shared.loose",
        mend: "DROP TABLE tenants_shared.loose",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.services DROP CONSTRAINT services_pkey;
                ALTER TABLE tenants_shared.services ALTER tenant_id DROP NOT NULL",
        rule: "has tenant_id",
        object: "services",
        mend: "ALTER TABLE tenants_shared.services ADD PRIMARY KEY (tenant_id, id)",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.customers DISABLE ROW LEVEL SECURITY",
        rule: "enabled and forced",
        object: "customers",
        mend: "ALTER TABLE tenants_shared.customers ENABLE ROW LEVEL SECURITY",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.customers NO FORCE ROW LEVEL SECURITY",
        rule: "enabled and forced",
        object: "customers",
        mend: "ALTER TABLE tenants_shared.customers FORCE ROW LEVEL SECURITY",
    },
    Fault {
        plant: "CREATE TABLE tenants_shared.part (LIKE tenants_shared.customers) PARTITION BY LIST (tenant_id);
                ALTER TABLE tenants_shared.part OWNER TO tenantry_owner",
        rule: "enabled and forced",
        object: "tenants_shared.part",
        mend: "DROP TABLE tenants_shared.part",
    },
    Fault {
        plant: "CREATE POLICY leak ON tenants_shared.customers USING (true)",
        rule: "exactly one permissive policy",
        object: "customers",
        mend: "DROP POLICY leak ON tenants_shared.customers",
    },
    Fault {
        plant: "ALTER POLICY tenant_isolation ON tenants_shared.customers USING (true)",
        rule: "exactly one permissive policy",
        object: "customers",
        mend: "ALTER POLICY tenant_isolation ON tenants_shared.customers USING (tenant_id = tenantry.app_tenant_id())",
    },
    Fault {
        plant: "ALTER POLICY tenant_isolation ON tenants_shared.customers WITH CHECK (true)",
        rule: "exactly one permissive policy",
        object: "customers",
        mend: "ALTER POLICY tenant_isolation ON tenants_shared.customers WITH CHECK (tenant_id = tenantry.app_tenant_id())",
    },
    Fault {
        plant: "ALTER POLICY tenant_isolation ON tenants_shared.customers TO tenantry_platform",
        rule: "exactly one permissive policy",
        object: "customers",
        mend: "ALTER POLICY tenant_isolation ON tenants_shared.customers TO PUBLIC",
    },
    Fault {
        plant: "DROP POLICY tenant_isolation ON tenants_shared.customers;
                CREATE POLICY tenant_isolation ON tenants_shared.customers FOR SELECT
                USING (tenant_id = tenantry.app_tenant_id())",
        rule: "exactly one permissive policy",
        object: "customers",
        mend: "DROP POLICY tenant_isolation ON tenants_shared.customers;
               CREATE POLICY tenant_isolation ON tenants_shared.customers
               USING (tenant_id = tenantry.app_tenant_id()) WITH CHECK (tenant_id = tenantry.app_tenant_id())",
    },
    Fault {
        plant: "CREATE OR REPLACE FUNCTION tenantry.app_tenant_id() RETURNS uuid LANGUAGE sql STABLE AS
                $$ SELECT coalesce(nullif(current_setting('app.tenant_id', true), ''), current_setting('app.id'))::uuid $$",
        rule: "one function tells the tenant",
        object: "app_tenant_id",
        mend: "CREATE OR REPLACE FUNCTION tenantry.app_tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
               $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.customers ADD CONSTRAINT leak UNIQUE (email)",
        rule: "every key of a tenant table leads",
        object: "customers leak",
        mend: "ALTER TABLE tenants_shared.customers DROP CONSTRAINT leak",
    },
    Fault {
        plant: "CREATE UNIQUE INDEX leak ON tenants_shared.customers (email)",
        rule: "every unique index leads",
        object: "tenants_shared.leak",
        mend: "DROP INDEX tenants_shared.leak",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.companies ADD CONSTRAINT leak UNIQUE (id);
                ALTER TABLE tenants_shared.customers ADD CONSTRAINT leak FOREIGN KEY (company_id)
                REFERENCES tenants_shared.companies (id)",
        rule: "every key of a tenant table leads",
        object: "customers leak",
        mend: "ALTER TABLE tenants_shared.customers DROP CONSTRAINT leak;
               ALTER TABLE tenants_shared.companies DROP CONSTRAINT leak",
    },
    Fault {
        plant: "CREATE SCHEMA tenant_neighbour; GRANT USAGE ON SCHEMA tenant_neighbour TO tenantry_owner;
                CREATE TABLE tenant_neighbour.companies (LIKE tenants_shared.companies INCLUDING INDEXES);
                ALTER TABLE tenant_neighbour.companies OWNER TO tenantry_owner;
                ALTER TABLE tenants_shared.customers ADD CONSTRAINT leak FOREIGN KEY (tenant_id, company_id)
                REFERENCES tenant_neighbour.companies (tenant_id, id)",
        rule: "inside one plane",
        object: "customers leak",
        mend: "ALTER TABLE tenants_shared.customers DROP CONSTRAINT leak; DROP SCHEMA tenant_neighbour CASCADE",
    },
    Fault {
        plant: "CREATE VIEW tenants_shared.leak AS SELECT * FROM tenants_shared.customers",
        rule: "no view",
        object: "tenants_shared.leak",
        mend: "DROP VIEW tenants_shared.leak",
    },
    Fault {
        plant: "CREATE VIEW public.leak AS SELECT c.name FROM tenants_shared.customers c",
        rule: "no view",
        object: "public.leak",
        mend: "DROP VIEW public.leak",
    },
    Fault {
        plant: "CREATE MATERIALIZED VIEW platform.leak AS SELECT count(*) FROM tenants_shared.customers",
        rule: "no view",
        object: "platform.leak",
        mend: "DROP MATERIALIZED VIEW platform.leak",
    },
    Fault {
        plant: "CREATE SEQUENCE tenants_shared.leak",
        rule: "no view",
        object: "tenants_shared.leak",
        mend: "DROP SEQUENCE tenants_shared.leak",
    },
    Fault {
        plant: "CREATE FUNCTION tenants_shared.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
                'SELECT count(*) FROM tenants_shared.customers'",
        rule: "rights of its owner",
        object: "leak",
        mend: "DROP FUNCTION tenants_shared.leak",
    },
    Fault {
        plant: "CREATE FUNCTION public.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
                'SELECT count(*) FROM tenants_shared.customers'",
        rule: "rights of its owner",
        object: "public.leak",
        mend: "DROP FUNCTION public.leak",
    },
    Fault {
        plant: "GRANT SELECT ON tenants_shared.customers TO PUBLIC",
        rule: "the public has no right",
        object: "customers",
        mend: "REVOKE SELECT ON tenants_shared.customers FROM PUBLIC",
    },
    Fault {
        plant: "GRANT SELECT (name) ON tenants_shared.customers TO PUBLIC",
        rule: "the public has no right",
        object: "customers",
        mend: "REVOKE SELECT (name) ON tenants_shared.customers FROM PUBLIC",
    },
    Fault {
        plant: "GRANT SELECT ON platform.links TO PUBLIC",
        rule: "the public has no right",
        object: "links",
        mend: "REVOKE SELECT ON platform.links FROM PUBLIC",
    },
    Fault {
        plant: "GRANT USAGE ON SCHEMA tenants_shared TO PUBLIC",
        rule: "the public has no right",
        object: "tenants_shared",
        mend: "REVOKE USAGE ON SCHEMA tenants_shared FROM PUBLIC",
    },
    Fault {
        plant: "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$",
        rule: "the public has no right",
        object: "database",
        mend: "DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$",
    },
    Fault {
        plant: "GRANT SELECT ON tenants_shared.customers TO tenantry_platform",
        rule: "granted to its own role",
        object: "customers",
        mend: "REVOKE SELECT ON tenants_shared.customers FROM tenantry_platform",
    },
    Fault {
        plant: "GRANT SELECT (email) ON tenants_shared.customers TO tenantry_platform",
        rule: "granted to its own role",
        object: "customers",
        mend: "REVOKE SELECT (email) ON tenants_shared.customers FROM tenantry_platform",
    },
    Fault {
        plant: "GRANT TRUNCATE ON tenants_shared.customers TO tenantry_shared",
        rule: "granted to its own role",
        object: "customers",
        mend: "REVOKE TRUNCATE ON tenants_shared.customers FROM tenantry_shared",
    },
    Fault {
        plant: "GRANT USAGE ON SCHEMA tenants_shared TO tenantry_platform",
        rule: "granted to its own role",
        object: "schema tenants_shared",
        mend: "REVOKE USAGE ON SCHEMA tenants_shared FROM tenantry_platform",
    },
    Fault {
        plant: "GRANT CREATE ON SCHEMA tenants_shared TO tenantry_shared",
        rule: "granted to its own role",
        object: "schema tenants_shared",
        mend: "REVOKE CREATE ON SCHEMA tenants_shared FROM tenantry_shared",
    },
    Fault {
        plant: "GRANT UPDATE ON platform.events TO tenantry_platform",
        rule: "append-only",
        object: "platform.events",
        mend: "REVOKE UPDATE ON platform.events FROM tenantry_platform",
    },
    Fault {
        plant: "CREATE RULE leak AS ON UPDATE TO tenants_shared.customers DO ALSO NOTHING",
        rule: "no view or rule reads",
        object: "tenants_shared.customers",
        mend: "DROP RULE leak ON tenants_shared.customers",
    },
    Fault {
        plant: "GRANT DELETE ON tenants_shared.events TO tenantry_shared",
        rule: "append-only",
        object: "events",
        mend: "REVOKE DELETE ON tenants_shared.events FROM tenantry_shared",
    },
    Fault {
        plant: "ALTER TABLE tenants_shared.customers OWNER TO tenantry_shared",
        rule: "owns a table",
        object: "customers",
        mend: "ALTER TABLE tenants_shared.customers OWNER TO tenantry_owner;
               GRANT SELECT, INSERT, UPDATE, DELETE ON tenants_shared.customers TO tenantry_shared",
    },
    Fault {
        plant: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET app.tenant_id = %L', current_database(),
                '00000000-0000-0000-0000-000000000000'); END $$",
        rule: "no session begins inside a tenant",
        object: "app.tenant_id",
        mend: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET app.tenant_id', current_database()); END $$",
    },
];

/// Faults in roles, which all planes of a server share.
pub(crate) const ROLE_FAULTS: &[Fault] = &[
    Fault {
        plant: "CREATE ROLE tenant_0000000000 BYPASSRLS",
        rule: "passes by row-level security",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000 SUPERUSER",
        rule: "passes by row-level security",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000 CREATEROLE",
        rule: "passes by row-level security",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000; GRANT tenantry_owner TO tenant_0000000000",
        rule: "becomes only",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000; GRANT tenantry_shared TO tenant_0000000000",
        rule: "becomes only",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000; GRANT pg_read_all_data TO tenant_0000000000",
        rule: "becomes only",
        object: "tenant_0000000000",
        mend: "DROP ROLE tenant_0000000000",
    },
    Fault {
        plant: "CREATE ROLE tenant_0000000000; CREATE ROLE tenant_1111111111; GRANT tenant_0000000000 TO tenant_1111111111",
        rule: "becomes only",
        object: "tenant_1111111111",
        mend: "DROP ROLE tenant_0000000000, tenant_1111111111",
    },
    Fault {
        plant: "ALTER ROLE tenantry_schemas INHERIT",
        rule: "inherits from none",
        object: "tenantry_schemas",
        mend: "ALTER ROLE tenantry_schemas NOINHERIT",
    },
    Fault {
        plant: "ALTER ROLE tenantry_shared SET app.tenant_id = '00000000-0000-0000-0000-000000000000'",
        rule: "no session begins inside a tenant",
        object: "tenantry_shared",
        mend: "ALTER ROLE tenantry_shared RESET app.tenant_id",
    },
];
