-- Servers of tenants that get the tenant's log as it is written, and how far each is.
-- Between deploys: a server of the version before knows nothing of them and sends nothing; what it signed goes out once a
-- server of this version signs the next entry, or starts.

CREATE TABLE log_receivers (
    tenant_id         uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    -- Sealed with a key of the platform, as both secrets are.
    url               bytea NOT NULL,
    secret            bytea NOT NULL,
    secret_made_at    timestamptz NOT NULL,
    -- Signs beside the other until then.
    old_secret        bytea,
    old_secret_until  timestamptz,
    is_on             boolean NOT NULL,
    -- Entries that a signed head covers, that were delivered, and that the newest delivered head covers.
    signed            bigint NOT NULL,
    sent              bigint NOT NULL,
    head_sent         bigint NOT NULL,
    sent_at           timestamptz,
    -- Attempts that failed since one did not, and why the newest failed, for people.
    failures          integer NOT NULL DEFAULT 0,
    error             text,
    not_before        timestamptz NOT NULL,
    test_wanted       boolean NOT NULL DEFAULT false,
    tested_at         timestamptz,
    test_error        text,
    -- Some node is at it until then, unless it says otherwise before. What it learns counts as long as the turn is still its
    -- own: the address may be another by then, or the node another.
    taken_until       timestamptz,
    turn              uuid,
    CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);
CREATE INDEX log_receivers_due_idx ON log_receivers (not_before)
    WHERE test_wanted OR (is_on AND (sent < signed OR head_sent < signed));

GRANT SELECT, INSERT, UPDATE, DELETE ON log_receivers TO tenantry_platform;
