-- What people need to tell their sessions apart, and to end one of them: a name for it that opens nothing, where it was
-- made, and when it was last used.
-- Between deploys: a server of the version before writes neither address nor browser, and notes no use; sessions that
-- it makes are listed without. The table is written anew under a lock: sign-ins wait for some seconds a million sessions.

ALTER TABLE sessions
    ADD COLUMN public_id     uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN ip            text,
    ADD COLUMN agent         text,
    ADD COLUMN last_seen_at  timestamptz NOT NULL DEFAULT now();

-- Of the sessions so far nobody knows more.
UPDATE sessions SET last_seen_at = created_at;
