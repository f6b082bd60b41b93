-- What every database that holds tenant planes needs, once: how a tenant table is made and who it shows itself to.
-- Runs as tenantry_owner, again at every start of a migration: everything here can be repeated.

CREATE SCHEMA IF NOT EXISTS tenantry;

-- The tenant of the current transaction. NULL without one, and NULL equals nothing: no scope, no rows.
-- After a reset a custom setting reads '' instead of NULL, hence nullif.
CREATE OR REPLACE FUNCTION tenantry.app_tenant_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- Makes a table of the tenant plane in the first schema of search_path: tenant_id in front, a primary key that
-- leads with it, and forced row-level security with one policy that binds reading and writing alike.
CREATE OR REPLACE FUNCTION tenantry.create_tenant_table(table_name text, columns text, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    primary_key text := 'tenant_id' || CASE WHEN key = '' THEN '' ELSE ', ' || key END;
BEGIN
    EXECUTE format(
        'CREATE TABLE %I (tenant_id uuid NOT NULL DEFAULT tenantry.app_tenant_id(), %s, PRIMARY KEY (%s))',
        table_name, columns, primary_key);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
        'CREATE POLICY tenant_isolation ON %I USING (tenant_id = tenantry.app_tenant_id()) '
        'WITH CHECK (tenant_id = tenantry.app_tenant_id())', table_name);
END $$;

-- Gives built-in roles what a new slice brings, in every tenant that the plane of search_path has by now; later ones
-- get it from provisioning. Row-level security binds the owner too, and a migration has no tenant: it is lifted for
-- this statement, behind the lock of ALTER TABLE, which nobody passes before the transaction ends.
CREATE OR REPLACE FUNCTION tenantry.permit(role_keys text[], acts text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE roles NO FORCE ROW LEVEL SECURITY;
    UPDATE roles SET permissions = permissions || acts WHERE is_built_in AND key = ANY (role_keys);
    ALTER TABLE roles FORCE ROW LEVEL SECURITY;
END $$;

-- Gives a role the tables of a plane: all of them for reading and writing, the append-only ones for adding alone.
-- Nothing is granted on the schema `tenantry`, which all planes of a database share: policies and defaults find its
-- function by oid, two planes that are made at once must not change the same row, and a role that is granted nothing
-- outside of its plane can be dropped with it.
CREATE OR REPLACE FUNCTION tenantry.grant_plane(schema_name text, role_name text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    tenant_table record;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema_name, role_name);
    FOR tenant_table IN
        SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class') = 'append-only', false) AS append_only
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = schema_name AND c.relkind = 'r' AND c.relrowsecurity
    LOOP
        EXECUTE format('GRANT SELECT, INSERT%s ON %I.%I TO %I',
            CASE WHEN tenant_table.append_only THEN '' ELSE ', UPDATE, DELETE' END,
            schema_name, tenant_table.relname, role_name);
    END LOOP;
END $$;
