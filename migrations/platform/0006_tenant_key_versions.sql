-- A tenant has several versions of its data key, and a key of its blind indexes that has one. A version is announced
-- before it is in force: no node may meet a value that was sealed with a key it has not heard of.
-- Between deploys: a server of the version before makes keys of tenants as they are here by default.

ALTER TABLE tenant_keys
    ADD COLUMN purpose      text NOT NULL DEFAULT 'fields' CHECK (purpose IN ('fields', 'index')),
    -- Absent while the version is only announced; from then on new values are sealed with it.
    ADD COLUMN in_force_at  timestamptz DEFAULT now(),
    -- Absent while rows wait to be sealed with it.
    ADD COLUMN renewed_at   timestamptz DEFAULT now(),
    DROP CONSTRAINT tenant_keys_pkey,
    ADD PRIMARY KEY (tenant_id, purpose, version);

UPDATE tenant_keys SET in_force_at = created_at, renewed_at = created_at;

CREATE TRIGGER tenant_keys_announce AFTER INSERT OR UPDATE OR DELETE ON tenant_keys
    FOR EACH ROW EXECUTE FUNCTION announce_tenant();

-- One change at a time.
CREATE UNIQUE INDEX tenant_keys_one_announced_key ON tenant_keys (tenant_id)
    WHERE purpose = 'fields' AND in_force_at IS NULL;
