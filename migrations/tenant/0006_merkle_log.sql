-- The tenant's log can be proved: each entry has a position without gaps and is sealed as a whole, heads over all
-- entries so far are signed with a key that the database does not hold. The other columns of an entry repeat what it
-- says, so that it is found; what is shown is what was sealed.
-- What is there by now gets positions in the order of its ids and becomes the bytes of its text, marked with version 0:
-- `migrate` seals it next, before anything is served.
-- Between deploys: servers of the version before cannot write entries any more; stop them first.

SELECT tenantry.create_tenant_table('event_log', $$
    -- Entries so far. Whoever adds one counts up here, last in their transaction, and so takes the next position.
    size  bigint NOT NULL
$$, '');

-- Size and root of the log (RFC 6962) at some moments, each signed.
SELECT tenantry.create_tenant_table('event_heads', $$
    size       bigint NOT NULL,
    root       bytea NOT NULL,
    -- The roots of the whole subtrees, largest first: from here the next head is reached.
    peaks      bytea NOT NULL,
    signed_at  timestamptz NOT NULL,
    signature  bytea NOT NULL
$$, 'size');
COMMENT ON TABLE event_heads IS 'append-only';

ALTER TABLE events
    ADD COLUMN position     bigint,
    ADD COLUMN entry        bytea,
    ADD COLUMN actor_terms  bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN key_version  integer NOT NULL DEFAULT 0;

ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_log NO FORCE ROW LEVEL SECURITY;
UPDATE events e SET
    position = n.position,
    entry = convert_to(jsonb_build_object(
        'id', e.id, 'tenant_id', e.tenant_id, 'action', e.action, 'actor_kind', e.actor_kind, 'actor_id', e.actor_id,
        'actor_name', e.actor_name, 'target_kind', e.target_kind, 'target_id', e.target_id, 'detail', e.detail,
        'ip', e.ip, 'request_id', e.request_id, 'at', e.at)::text, 'UTF8')
FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id ORDER BY id) - 1 AS position FROM events) n
WHERE n.tenant_id = e.tenant_id AND n.id = e.id;
INSERT INTO event_log (tenant_id, size) SELECT tenant_id, count(*) FROM events GROUP BY tenant_id;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE event_log FORCE ROW LEVEL SECURITY;

ALTER TABLE events
    DROP COLUMN actor_name,
    DROP COLUMN detail,
    DROP COLUMN ip,
    ALTER COLUMN position SET NOT NULL,
    ALTER COLUMN entry SET NOT NULL,
    ALTER COLUMN actor_terms DROP DEFAULT,
    ALTER COLUMN key_version DROP DEFAULT,
    ALTER COLUMN at DROP DEFAULT,
    ADD CONSTRAINT events_position_key UNIQUE (tenant_id, position),
    ADD CONSTRAINT events_position_check CHECK (position >= 0),
    ADD CONSTRAINT events_sealed CHECK (key_version > 0) NOT VALID;
