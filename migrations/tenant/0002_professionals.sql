-- Professionals: who serves the tenant's customers, and to whom customers are referred.
-- Between deploys: a server of the version before knows neither the table nor the permissions, and misses nothing.

SELECT tenantry.create_tenant_table('professionals', $$
    id          uuid NOT NULL,
    company_id  uuid,
    name        text NOT NULL,
    email       text,
    phone       text,
    specialty   text,
    is_active   boolean NOT NULL,
    version     integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT professionals_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
$$, 'id');
CREATE INDEX professionals_name_idx ON professionals (tenant_id, lower(name), id);
CREATE INDEX professionals_company_idx ON professionals (tenant_id, company_id);

SELECT tenantry.permit('{owner,admin,manager}', '{professionals.read,professionals.write,professionals.delete}');
SELECT tenantry.permit('{staff,read_only}', '{professionals.read}');
