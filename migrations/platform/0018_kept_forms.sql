-- What a session keeps for its next page is sealed: a form that failed or waits for a proof says what somebody typed.
-- Between deploys: a server of the version before does not see what this one keeps, so a notice or a form may be lost; what it
-- keeps itself stands in `data` in the clear, until a server of this version writes the session.

ALTER TABLE sessions
    -- With a key of the platform, bound to the session.
    ADD COLUMN kept     bytea,
    ADD COLUMN kept_at  timestamptz,
    ADD CHECK ((kept IS NULL) = (kept_at IS NULL));
CREATE INDEX sessions_kept_idx ON sessions (kept_at) WHERE kept IS NOT NULL;

-- Whoever stays longer than a request is looked for by this name again and again.
CREATE UNIQUE INDEX sessions_public_id_idx ON sessions (public_id);

-- What was typed before is gone; who is asked for a code stays asked.
UPDATE sessions SET data = data - '{notice,failed,waiting}'::text[] WHERE data ?| '{notice,failed,waiting}';
