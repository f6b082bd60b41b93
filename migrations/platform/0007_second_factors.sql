-- A second factor of an account, operator's or user's: the secret of an authenticator app (TOTP, RFC 6238), and codes on
-- paper for the day the app is gone. And when somebody last proved who they are, for what asks for that anew.
-- Between deploys: a server of the version before asks nobody for a code, so none may serve beside a newer one.
-- Sessions and tokens of before have proved nothing: what is dangerous asks their people again.

CREATE TABLE second_factors (
    subject_id      uuid PRIMARY KEY,
    -- Absent for an operator.
    tenant_id       uuid REFERENCES tenants (id) ON DELETE CASCADE,
    -- Sealed with a key of the platform; absent until a code proved that the app has it.
    secret          bytea,
    confirmed_at    timestamptz,
    -- The newest 30 seconds, counted from 1970, whose code was used: none works twice.
    last_step       bigint NOT NULL DEFAULT 0,
    -- A secret and its recovery codes that are shown and wait for their first code; sealed alike.
    pending_secret  bytea,
    pending_codes   bytea,
    pending_since   timestamptz,
    CHECK ((secret IS NULL) = (confirmed_at IS NULL)),
    CHECK ((pending_secret IS NULL) = (pending_codes IS NULL)),
    CHECK ((pending_secret IS NULL) = (pending_since IS NULL))
);
CREATE INDEX second_factors_tenant_idx ON second_factors (tenant_id);
CREATE INDEX second_factors_pending_idx ON second_factors (pending_since) WHERE pending_since IS NOT NULL;

-- Each works once. A keyed hash: who reads the table can neither use one nor try them all.
CREATE TABLE recovery_codes (
    subject_id  uuid NOT NULL REFERENCES second_factors (subject_id) ON DELETE CASCADE,
    code_hash   bytea NOT NULL,
    used_at     timestamptz,
    PRIMARY KEY (subject_id, code_hash)
);

ALTER TABLE sessions ADD COLUMN proved_at timestamptz;
ALTER TABLE refresh_tokens ADD COLUMN proved_at timestamptz;

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors, recovery_codes TO tenantry_platform;
