-- The control plane: the tables that describe tenants. Nothing here belongs to a tenant's own plane.
-- Runs as tenantry_owner with search_path = platform. First migration: nothing to keep compatible with.

CREATE TABLE installation (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- HMAC of a fixed text under the master key: a server with another key refuses to start.
    key_check   bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE servers (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name               text NOT NULL CONSTRAINT servers_name_key UNIQUE,
    region             text NOT NULL,
    host               text NOT NULL,
    port               integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    is_primary         boolean NOT NULL DEFAULT false,
    accepts_dedicated  boolean NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX servers_one_primary_key ON servers (is_primary) WHERE is_primary;

CREATE TABLE plans (
    code        text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9_]{1,39}$'),
    created_at  timestamptz NOT NULL DEFAULT now()
);

-- An edit never changes a row: it adds the next revision, and subscribers stay on theirs.
CREATE TABLE plan_revisions (
    plan           text NOT NULL REFERENCES plans (code),
    revision       integer NOT NULL CHECK (revision > 0),
    name           text NOT NULL,
    description    text NOT NULL,
    -- Minor units of the currency.
    monthly_minor  bigint NOT NULL CHECK (monthly_minor >= 0),
    annual_minor   bigint NOT NULL CHECK (annual_minor >= 0),
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    limits         jsonb NOT NULL,
    modules        text[] NOT NULL,
    features       text[] NOT NULL,
    strategy       text NOT NULL CHECK (strategy IN ('shared', 'schema', 'database', 'dedicated')),
    support        text NOT NULL CHECK (support IN ('email', 'priority', 'dedicated')),
    sla_hours      integer,
    is_active      boolean NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT plan_revisions_pkey PRIMARY KEY (plan, revision)
);

CREATE TABLE tenants (
    id                 uuid PRIMARY KEY,
    slug               text NOT NULL CONSTRAINT tenants_slug_key UNIQUE,
    code               text NOT NULL CONSTRAINT tenants_code_key UNIQUE CHECK (code ~ '^[a-z0-9]{10}$'),
    custom_domain      text CONSTRAINT tenants_custom_domain_key UNIQUE,
    name               text NOT NULL,
    display_name       text NOT NULL,
    status             text NOT NULL CHECK (status IN ('provisioning', 'provisioning_failed', 'active',
                                                       'suspended', 'inactive', 'offboarding', 'deleted')),
    suspension_reason  text,
    template           text NOT NULL,
    strategy           text NOT NULL CHECK (strategy IN ('shared', 'schema', 'database', 'dedicated')),
    region             text,
    plan               text NOT NULL,
    plan_revision      integer NOT NULL,
    subscription       text NOT NULL CHECK (subscription IN ('trialing', 'active', 'past_due', 'canceled')),
    trial_ends_at      timestamptz,
    billing_email      text NOT NULL,
    owner_name         text NOT NULL,
    owner_email        text NOT NULL,
    -- Argon2id, until the owner's account is made in the tenant's own plane; then forgotten.
    owner_password     text,
    demo_data          boolean NOT NULL,
    version            integer NOT NULL DEFAULT 1,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    live_at            timestamptz,
    CONSTRAINT tenants_plan_fkey FOREIGN KEY (plan, plan_revision) REFERENCES plan_revisions (plan, revision)
);
CREATE INDEX tenants_newest_idx ON tenants (created_at DESC, id DESC);
CREATE INDEX tenants_name_idx ON tenants (lower(name), id);
CREATE INDEX tenants_status_idx ON tenants (status);
CREATE INDEX tenants_plan_idx ON tenants (plan);

-- Where a tenant's plane lives. A row without a tenant is being built, or ready for the next one.
CREATE TABLE placements (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id    uuid CONSTRAINT placements_tenant_key UNIQUE REFERENCES tenants (id),
    server_id    uuid NOT NULL REFERENCES servers (id),
    strategy     text NOT NULL CHECK (strategy IN ('shared', 'schema', 'database', 'dedicated')),
    -- Names schema, database and role; the tenant that takes the placement takes the code too.
    code         text NOT NULL CONSTRAINT placements_code_key UNIQUE,
    database     text NOT NULL,
    schema       text NOT NULL,
    role         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('building', 'ready', 'assigned')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    ready_at     timestamptz
);
CREATE INDEX placements_ready_idx ON placements (strategy, created_at) WHERE state = 'ready';
CREATE INDEX placements_server_idx ON placements (server_id, strategy, state);

CREATE TABLE provisioning_steps (
    tenant_id    uuid NOT NULL REFERENCES tenants (id),
    step         text NOT NULL,
    position     smallint NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    started_at   timestamptz,
    finished_at  timestamptz,
    -- For people; the cause is in the log.
    error        text,
    PRIMARY KEY (tenant_id, step)
);

-- Data keys of tenants, wrapped by the master key, which the database never sees.
CREATE TABLE tenant_keys (
    tenant_id   uuid NOT NULL REFERENCES tenants (id),
    version     integer NOT NULL CHECK (version > 0),
    wrapped     bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, version)
);

CREATE TABLE operators (
    id              uuid PRIMARY KEY,
    name            text NOT NULL,
    email           text NOT NULL CONSTRAINT operators_email_key UNIQUE,
    role            text NOT NULL CHECK (role IN ('owner', 'support', 'billing', 'auditor')),
    password_hash   text,
    -- Counts up when the password changes: every token made before is worth nothing.
    access_version  integer NOT NULL DEFAULT 1,
    removed_at      timestamptz,
    last_seen_at    timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now()
);

-- Browser sessions of both realms. The id is a hash of the cookie's value: a reader of this table cannot sign in.
CREATE TABLE sessions (
    id              bytea PRIMARY KEY,
    data            jsonb NOT NULL,
    realm           text CHECK (realm IN ('operator', 'tenant')),
    tenant_id       uuid REFERENCES tenants (id) ON DELETE CASCADE,
    subject_id      uuid,
    access_version  integer,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    CHECK ((realm IS NULL) = (subject_id IS NULL)),
    CHECK ((realm = 'tenant') = (tenant_id IS NOT NULL))
);
CREATE INDEX sessions_subject_idx ON sessions (subject_id);
CREATE INDEX sessions_expiry_idx ON sessions (expires_at);

-- Single-use mailed links. The token itself is only in the mail.
CREATE TABLE links (
    token_hash  bytea PRIMARY KEY,
    purpose     text NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    realm       text NOT NULL CHECK (realm IN ('operator', 'tenant')),
    tenant_id   uuid REFERENCES tenants (id) ON DELETE CASCADE,
    subject_id  uuid NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz,
    CHECK ((realm = 'tenant') = (tenant_id IS NOT NULL))
);
CREATE INDEX links_subject_idx ON links (subject_id, purpose);

-- Refresh tokens of the API. Using one makes the next of its family; using one twice ends the family.
CREATE TABLE refresh_tokens (
    token_hash      bytea PRIMARY KEY,
    family          uuid NOT NULL,
    realm           text NOT NULL CHECK (realm IN ('operator', 'tenant')),
    tenant_id       uuid REFERENCES tenants (id) ON DELETE CASCADE,
    subject_id      uuid NOT NULL,
    access_version  integer NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz,
    CHECK ((realm = 'tenant') = (tenant_id IS NOT NULL))
);
CREATE INDEX refresh_tokens_family_idx ON refresh_tokens (family);
CREATE INDEX refresh_tokens_subject_idx ON refresh_tokens (subject_id);
CREATE INDEX refresh_tokens_expiry_idx ON refresh_tokens (expires_at);

-- Failed sign-ins by what was tried: one row an account (realm, tenant, hashed address) and one an IP address.
CREATE TABLE sign_in_failures (
    subject     text PRIMARY KEY,
    failures    integer NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_last_idx ON sign_in_failures (last_at);

CREATE TABLE mails (
    id          uuid PRIMARY KEY,
    tenant_id   uuid REFERENCES tenants (id),
    kind        text NOT NULL,
    recipient   text NOT NULL,
    subject     text NOT NULL,
    body_text   text NOT NULL,
    body_html   text NOT NULL,
    state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
    attempts    integer NOT NULL DEFAULT 0,
    error       text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    sent_at     timestamptz
);
CREATE INDEX mails_newest_idx ON mails (created_at DESC, id DESC);
CREATE INDEX mails_tenant_idx ON mails (tenant_id);

-- The platform's own log. Append-only by privilege.
CREATE TABLE events (
    id           uuid PRIMARY KEY,
    tenant_id    uuid,
    action       text NOT NULL,
    actor_kind   text NOT NULL CHECK (actor_kind IN ('operator', 'user', 'system', 'anonymous')),
    actor_id     uuid,
    actor_name   text NOT NULL,
    target_kind  text NOT NULL,
    target_id    text NOT NULL,
    detail       jsonb NOT NULL,
    ip           text,
    request_id   text,
    at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_tenant_idx ON events (tenant_id, id DESC);
CREATE INDEX events_action_idx ON events (action text_pattern_ops, id DESC);

-- Answers already given to an Idempotency-Key of an operator's API call; kept for a day.
CREATE TABLE idempotent_answers (
    principal     uuid NOT NULL,
    route         text NOT NULL,
    key           text NOT NULL,
    request_hash  bytea NOT NULL,
    -- Absent while the first call is still at work.
    status        smallint,
    body          jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotent_answers_age_idx ON idempotent_answers (created_at);

-- Every node drops what it cached of a tenant, and every open progress view looks again.
CREATE FUNCTION announce_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid;
BEGIN
    IF TG_TABLE_NAME = 'tenants' THEN
        changed := coalesce(NEW.id, OLD.id);
    ELSE
        changed := coalesce(NEW.tenant_id, OLD.tenant_id);
    END IF;
    IF changed IS NOT NULL THEN
        PERFORM pg_notify('tenantry_tenant', changed::text);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tenants_announce AFTER INSERT OR UPDATE OR DELETE ON tenants
    FOR EACH ROW EXECUTE FUNCTION announce_tenant();
CREATE TRIGGER placements_announce AFTER INSERT OR UPDATE OR DELETE ON placements
    FOR EACH ROW EXECUTE FUNCTION announce_tenant();
CREATE TRIGGER provisioning_steps_announce AFTER INSERT OR UPDATE ON provisioning_steps
    FOR EACH ROW EXECUTE FUNCTION announce_tenant();

GRANT USAGE ON SCHEMA platform TO tenantry_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA platform TO tenantry_platform;
REVOKE UPDATE, DELETE ON events FROM tenantry_platform;
REVOKE UPDATE, DELETE ON plan_revisions FROM tenantry_platform;
REVOKE INSERT, UPDATE, DELETE ON installation FROM tenantry_platform;
