-- Roles of a tenant's own beside those that it began with.
-- Between deploys: a server of the version before shows no list of people in which somebody has such a role, so none
-- should be made until every node runs this version. What a role may do it reads from the row already.

ALTER TABLE roles
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX roles_name_per_tenant_key ON roles (tenant_id, lower(name));

SELECT tenantry.permit('{owner,admin}', '{roles.manage}');
