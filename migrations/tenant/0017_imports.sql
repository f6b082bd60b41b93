-- Files that wait to be imported: what somebody sent, until it is entered, or for a day. A file holds what is said of
-- people, so it is sealed with the tenant's key; it is never sealed anew, since it is gone before that matters.
-- Between deploys: a server of the version before knows nothing of them, and removes none.
SELECT tenantry.create_tenant_table('imports', $$
    id           uuid NOT NULL,
    -- A user, or an operator who visits. Nobody else sees it.
    sender       uuid NOT NULL,
    -- What its rows become.
    sheet        text NOT NULL,
    -- Absent once it was imported.
    content      bytea,
    key_version  integer NOT NULL CONSTRAINT imports_sealed CHECK (key_version > 0),
    -- Rows that became records, and rows that did not.
    imported     integer,
    left_out     integer,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT imports_done_check CHECK (
        (content IS NULL) = (imported IS NOT NULL) AND (imported IS NULL) = (left_out IS NULL)),
    -- A new one takes the place of the one before.
    CONSTRAINT imports_one_per_sender_key UNIQUE (tenant_id, sender, sheet)
$$, 'id');
CREATE INDEX imports_age_idx ON imports (tenant_id, created_at);
