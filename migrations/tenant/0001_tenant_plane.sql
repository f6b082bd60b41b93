-- The tenant plane: the same tables in all four placements. Runs as tenantry_owner with search_path set to
-- the plane's schema. `tenantry.create_tenant_table` (see migrations/tenancy.sql) adds tenant_id, the key,
-- and forced row-level security; grants follow from `tenantry.grant_plane`.
-- First migration: nothing to keep compatible with.

-- One row: how the workspace looks and is set.
SELECT tenantry.create_tenant_table('settings', $$
    display_name      text NOT NULL,
    primary_color     text NOT NULL CHECK (primary_color ~ '^#[0-9a-f]{6}$'),
    secondary_color   text NOT NULL CHECK (secondary_color ~ '^#[0-9a-f]{6}$'),
    sign_in_text      text,
    branding_version  integer NOT NULL DEFAULT 1,
    config            jsonb NOT NULL,
    config_version    integer NOT NULL DEFAULT 1,
    updated_at        timestamptz NOT NULL DEFAULT now()
$$, '');

-- Every configuration there ever was; `settings` holds the newest.
SELECT tenantry.create_tenant_table('config_versions', $$
    version      integer NOT NULL,
    config       jsonb NOT NULL,
    author_id    uuid,
    author_name  text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
$$, 'version');
COMMENT ON TABLE config_versions IS 'append-only';

SELECT tenantry.create_tenant_table('roles', $$
    key          text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{1,39}$'),
    name         text NOT NULL,
    permissions  text[] NOT NULL,
    is_built_in  boolean NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
$$, 'key');

SELECT tenantry.create_tenant_table('users', $$
    id              uuid NOT NULL,
    name            text NOT NULL,
    email           text NOT NULL,
    role            text NOT NULL,
    status          text NOT NULL CHECK (status IN ('invited', 'active', 'removed')),
    password_hash   text,
    -- Counts up when the password changes or the user is removed: sessions and tokens made before are worth nothing.
    access_version  integer NOT NULL DEFAULT 1,
    last_seen_at    timestamptz,
    version         integer NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_role_fkey FOREIGN KEY (tenant_id, role) REFERENCES roles (tenant_id, key)
$$, 'id');
CREATE UNIQUE INDEX users_email_per_tenant_key ON users (tenant_id, email) WHERE status <> 'removed';
CREATE INDEX users_name_idx ON users (tenant_id, lower(name), id);
CREATE INDEX users_role_idx ON users (tenant_id, role);

SELECT tenantry.create_tenant_table('companies', $$
    id          uuid NOT NULL,
    name        text NOT NULL,
    is_default  boolean NOT NULL DEFAULT false,
    version     integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT companies_name_per_tenant_key UNIQUE (tenant_id, name)
$$, 'id');
CREATE UNIQUE INDEX companies_one_default_per_tenant_key ON companies (tenant_id) WHERE is_default;

SELECT tenantry.create_tenant_table('customers', $$
    id          uuid NOT NULL,
    company_id  uuid,
    name        text NOT NULL,
    email       text,
    phone       text,
    notes       text,
    version     integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customers_company_fkey FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
$$, 'id');
CREATE INDEX customers_newest_idx ON customers (tenant_id, created_at DESC, id DESC);
CREATE INDEX customers_name_idx ON customers (tenant_id, lower(name), id);
CREATE INDEX customers_company_idx ON customers (tenant_id, company_id);

SELECT tenantry.create_tenant_table('service_categories', $$
    id          uuid NOT NULL,
    name        text NOT NULL,
    position    smallint NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT service_categories_name_per_tenant_key UNIQUE (tenant_id, name)
$$, 'id');

SELECT tenantry.create_tenant_table('services', $$
    id           uuid NOT NULL,
    category_id  uuid NOT NULL,
    name         text NOT NULL,
    minutes      integer NOT NULL CHECK (minutes > 0),
    price_minor  bigint NOT NULL CHECK (price_minor >= 0),
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT services_name_per_category_key UNIQUE (tenant_id, category_id, name),
    CONSTRAINT services_category_fkey FOREIGN KEY (tenant_id, category_id)
        REFERENCES service_categories (tenant_id, id)
$$, 'id');

-- The tenant's own copy of each mail text, which it may change.
SELECT tenantry.create_tenant_table('mail_texts', $$
    kind        text NOT NULL,
    subject     text NOT NULL,
    body        text NOT NULL,
    updated_at  timestamptz NOT NULL DEFAULT now()
$$, 'kind');

SELECT tenantry.create_tenant_table('modules', $$
    key         text NOT NULL,
    enabled     boolean NOT NULL,
    updated_at  timestamptz NOT NULL DEFAULT now()
$$, 'key');

-- The tenant's own log. Append-only by privilege.
SELECT tenantry.create_tenant_table('events', $$
    id           uuid NOT NULL,
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
$$, 'id');
COMMENT ON TABLE events IS 'append-only';
CREATE INDEX events_action_idx ON events (tenant_id, action text_pattern_ops, id DESC);

-- Answers already given to an Idempotency-Key of an API call; kept for a day.
SELECT tenantry.create_tenant_table('idempotent_answers', $$
    principal     uuid NOT NULL,
    route         text NOT NULL,
    key           text NOT NULL,
    request_hash  bytea NOT NULL,
    -- Absent while the first call is still at work.
    status        smallint,
    body          jsonb,
    created_at    timestamptz NOT NULL DEFAULT now()
$$, 'principal, route, key');
CREATE INDEX idempotent_answers_age_idx ON idempotent_answers (tenant_id, created_at);
