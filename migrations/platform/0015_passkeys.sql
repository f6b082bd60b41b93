-- Passkeys of accounts, operators' and users': the whole sign-in by a device that knows its owner (WebAuthn). Beside second
-- factors and not in the tenant's plane, for the reasons of decision 0011.
-- Between deploys: a server of the version before asks nobody for a passkey and lets accounts in by the password alone, so
-- none may serve beside a newer one once somebody has a passkey.

CREATE TABLE passkeys (
    id             uuid PRIMARY KEY,
    subject_id     uuid NOT NULL,
    -- Absent for an operator.
    tenant_id      uuid REFERENCES tenants (id) ON DELETE CASCADE,
    -- The host that it was made at, and the only one that it opens.
    host           text NOT NULL,
    -- What the device calls it: chance, said by nobody but the device.
    credential_id  bytea NOT NULL UNIQUE,
    -- Public key, counter and flags, as the library keeps them; nothing of it is secret.
    credential     jsonb NOT NULL,
    -- Sealed with a key of the platform: people write whose device it is.
    name           bytea NOT NULL,
    created_at     timestamptz NOT NULL,
    last_used_at   timestamptz
);
CREATE INDEX passkeys_subject_idx ON passkeys (subject_id, created_at, id);
CREATE INDEX passkeys_tenant_idx ON passkeys (tenant_id);

-- What a device was asked to sign, until it is answered or five minutes are over. Taken out by the answer, good or not:
-- none is answered twice.
CREATE TABLE passkey_challenges (
    id          uuid PRIMARY KEY,
    purpose     text NOT NULL CHECK (purpose IN ('add', 'sign_in', 'confirm')),
    host        text NOT NULL,
    -- Absent at the door, where nobody is known yet.
    subject_id  uuid,
    tenant_id   uuid REFERENCES tenants (id) ON DELETE CASCADE,
    -- What the library has to know when the answer comes.
    state       jsonb NOT NULL,
    expires_at  timestamptz NOT NULL,
    CHECK ((subject_id IS NULL) = (purpose = 'sign_in'))
);
CREATE INDEX passkey_challenges_expires_idx ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_tenant_idx ON passkey_challenges (tenant_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys, passkey_challenges TO tenantry_platform;
