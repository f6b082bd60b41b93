-- How long the log keeps what its entries say. Of an expired entry the leaf is left, which is all that the proof needs.
-- Between deploys: a server of the version before takes expired entries for removed ones, and signs nothing on; the night's
-- work that lets entries expire is of this version.

-- None keeps everything.
ALTER TABLE settings ADD COLUMN log_days integer CONSTRAINT settings_log_days_check CHECK (log_days >= 30);

-- What stands for each expired entry in the tree of the log. It is written before the entry goes.
SELECT tenantry.create_tenant_table('expired_events', $$
    position  bigint NOT NULL CONSTRAINT expired_events_position_check CHECK (position >= 0),
    leaf      bytea NOT NULL CONSTRAINT expired_events_leaf_check CHECK (octet_length(leaf) = 32)
$$, 'position');
COMMENT ON TABLE expired_events IS 'append-only';
