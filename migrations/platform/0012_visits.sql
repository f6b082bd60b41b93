-- Operators look into a tenant only as visitors: for a reason, for a while, and if the tenant wants, when asked.
-- Between deploys: a server of the version before takes the session of a visitor for one of a user whom it does not find,
-- and lets nobody in with it.

CREATE TABLE visits (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    operator_id    uuid NOT NULL REFERENCES operators (id),
    reason         text NOT NULL,
    -- Whether the visitor may change what the tenant's people enter, or only look.
    may_write      boolean NOT NULL,
    minutes        integer NOT NULL CHECK (minutes BETWEEN 5 AND 240),
    asked_at       timestamptz NOT NULL,
    -- Who of the tenant answered, and when; nobody where the tenant does not want to be asked.
    answered_by    uuid,
    refused_at     timestamptz,
    -- Absent until it is allowed.
    starts_at      timestamptz,
    ends_at        timestamptz,
    -- When the visitor last came in: a way in that is older opens nothing.
    entered_at     timestamptz,
    CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
    CHECK (refused_at IS NULL OR starts_at IS NULL)
);
CREATE INDEX visits_tenant_idx ON visits (tenant_id, asked_at DESC, id DESC);
CREATE INDEX visits_operator_idx ON visits (operator_id);

ALTER TABLE sessions ADD COLUMN visit_id uuid REFERENCES visits (id) ON DELETE CASCADE;
CREATE INDEX sessions_visit_idx ON sessions (visit_id) WHERE visit_id IS NOT NULL;

ALTER TABLE tenants ADD COLUMN visits_need_consent boolean NOT NULL DEFAULT false;

GRANT SELECT, INSERT, UPDATE ON visits TO tenantry_platform;
