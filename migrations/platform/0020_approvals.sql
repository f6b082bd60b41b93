-- What destroys most, an operator asks for and another one approves, where the installation wants it so.
-- Between deploys: a server of the version before knows no approvals and closes a tenant for one operator alone, so none may
-- serve beside a newer one where the setting is on.

CREATE TABLE approvals (
    id             uuid PRIMARY KEY,
    act            text NOT NULL CHECK (act IN ('tenant.deactivate')),
    tenant_id      uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- Who asked, and how that account was then: what is asked for with an earlier one is void.
    asked_by       uuid NOT NULL REFERENCES operators (id),
    asker_version  integer NOT NULL,
    reason         text NOT NULL,
    asked_at       timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- Absent while it waits. One that lapsed, or whose asker changed, waits here until somebody asks again.
    outcome        text CHECK (outcome IN ('approved', 'declined', 'withdrawn', 'lapsed', 'void')),
    ended_at       timestamptz,
    decided_by     uuid REFERENCES operators (id),
    -- Why, in the words of who decided.
    note           text,
    CONSTRAINT approvals_two_people_check CHECK (decided_by <> asked_by),
    CHECK ((outcome IS NULL) = (ended_at IS NULL)),
    CHECK (coalesce(outcome IN ('approved', 'declined'), false) = (decided_by IS NOT NULL)),
    CHECK ((decided_by IS NULL) = (note IS NULL))
);
CREATE UNIQUE INDEX approvals_one_waiting_key ON approvals (tenant_id, act) WHERE outcome IS NULL;
CREATE INDEX approvals_newest_idx ON approvals (asked_at DESC, id DESC);
CREATE INDEX approvals_tenant_idx ON approvals (tenant_id, asked_at DESC, id DESC);

-- What was asked for, by whom and why, nobody changes afterwards.
GRANT SELECT, INSERT, UPDATE (outcome, ended_at, decided_by, note) ON approvals TO tenantry_platform;
