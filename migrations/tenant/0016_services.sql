-- Services become a module: lines of the menu are entered, changed by one at a time, and taken off for a while.
-- Between deploys: a server of the version before enters menus without naming the new columns, whose defaults are right,
-- and changes nothing in them.
ALTER TABLE services
    ADD COLUMN is_active boolean NOT NULL DEFAULT true,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
    -- A price has to stay below what a form shows exactly, and a service is done within a week.
    ADD CONSTRAINT services_bounds_check CHECK (minutes <= 10080 AND price_minor <= 100000000000);
CREATE INDEX services_name_idx ON services (tenant_id, lower(name), id);
ALTER TABLE service_categories
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

SELECT tenantry.permit('{owner,admin,manager}', '{services.read,services.write,services.delete}');
SELECT tenantry.permit('{staff,read_only}', '{services.read}');
