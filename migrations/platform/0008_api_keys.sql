-- Keys with which programs act in the name of a user of a tenant: for some of what the user may do, and until a day.
-- Between deploys: a server of the version before takes no key for a token, and refuses it.

CREATE TABLE api_keys (
    id              uuid PRIMARY KEY,
    tenant_id       uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- In whose name, and how that account was when the key was made: a later one is not the key's any more.
    subject_id      uuid NOT NULL,
    access_version  integer NOT NULL,
    name            text NOT NULL,
    -- A hash: who reads the table cannot use one.
    token_hash      bytea NOT NULL CONSTRAINT api_keys_token_hash_key UNIQUE,
    -- First characters, by which people tell one from another.
    hint            text NOT NULL,
    acts            text[] NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- How long it was made for; it ends sooner once another takes its place.
    days            integer NOT NULL,
    renewed_at      timestamptz,
    expires_at      timestamptz NOT NULL,
    last_used_at    timestamptz,
    -- The key itself, sealed, for whoever made it to copy; gone a quarter of an hour later.
    copy            bytea
);
CREATE INDEX api_keys_tenant_idx ON api_keys (tenant_id, created_at DESC);
CREATE INDEX api_keys_subject_idx ON api_keys (subject_id);
CREATE INDEX api_keys_expiry_idx ON api_keys (expires_at);
CREATE INDEX api_keys_copy_idx ON api_keys (created_at) WHERE copy IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO tenantry_platform;
