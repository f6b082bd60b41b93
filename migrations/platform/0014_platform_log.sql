-- The platform's own log can be proved, as tenants' logs are: each entry has a position without gaps and is sealed as a whole,
-- heads over all entries so far are signed with a key that the database does not hold.
-- What is there by now gets positions in the order of its ids. It is not sealed: heads alone prove it, from the first on.
-- Between deploys: servers of the version before cannot write entries any more; stop them first.

CREATE TABLE event_log (
    is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    -- Entries so far. Whoever adds one counts up here, last in their transaction, and so takes the next position.
    size     bigint NOT NULL
);

-- Size and root of the log (RFC 6962) at some moments, each signed.
CREATE TABLE event_heads (
    size       bigint PRIMARY KEY,
    root       bytea NOT NULL,
    -- The roots of the whole subtrees, largest first: from here the next head is reached.
    peaks      bytea NOT NULL,
    signed_at  timestamptz NOT NULL,
    signature  bytea NOT NULL
);

ALTER TABLE events
    ADD COLUMN position  bigint,
    -- All that the other columns say, sealed with a key of the platform. Absent in entries from before.
    ADD COLUMN entry     bytea;

UPDATE events e SET position = n.position
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS position FROM events) n
WHERE n.id = e.id;
INSERT INTO event_log (size) SELECT count(*) FROM events;

ALTER TABLE events
    ALTER COLUMN position SET NOT NULL,
    ALTER COLUMN at DROP DEFAULT,
    ADD CONSTRAINT events_position_key UNIQUE (position),
    ADD CONSTRAINT events_position_check CHECK (position >= 0);

GRANT SELECT, INSERT, UPDATE ON event_log TO tenantry_platform;
GRANT SELECT, INSERT ON event_heads TO tenantry_platform;
