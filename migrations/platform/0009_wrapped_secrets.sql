-- Secrets of the installation are rows, wrapped by a master key, as keys of tenants are: a master key wraps and does
-- nothing else, so another can take its place. Every row says which one wrapped it.
-- Between deploys: a server of the version before derives the same secrets, and wraps keys of tenants without saying
-- so. It knows no second master key: none may be left when the master key is changed.

CREATE TABLE secrets (
    name        text NOT NULL,
    -- Two of one name would both be in use: the newest makes, all check. There is no second yet.
    version     integer NOT NULL CHECK (version > 0),
    wrapped     bytea NOT NULL,
    -- Id of the master key, which tells nothing of it.
    master_key  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
);

-- What is new is wrapped by this one; set when the secrets are made.
ALTER TABLE installation ADD COLUMN master_key text;

-- Absent where a server of the version before wrapped it.
ALTER TABLE tenant_keys ADD COLUMN master_key text;
CREATE INDEX tenant_keys_master_key_idx ON tenant_keys (master_key);

-- A key that was wrapped anew is the same key: nobody has to forget it.
DROP TRIGGER tenant_keys_announce ON tenant_keys;
CREATE TRIGGER tenant_keys_announce AFTER INSERT OR DELETE OR UPDATE OF in_force_at, renewed_at ON tenant_keys
    FOR EACH ROW EXECUTE FUNCTION announce_tenant();

-- A node reads the secrets before it has the password of any login of ours, as a member of this role.
GRANT USAGE ON SCHEMA platform TO tenantry_opener;
GRANT SELECT ON secrets TO tenantry_opener;

GRANT SELECT, UPDATE (wrapped, master_key) ON secrets TO tenantry_platform;
GRANT UPDATE (master_key) ON installation TO tenantry_platform;
