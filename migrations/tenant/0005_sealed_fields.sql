-- What is said of people is sealed with the tenant's key before it comes here. `key_version` says with which version of
-- it, `search_terms` and `email_index` are hashes under a key of the tenant by which rows are found.
-- What is there by now becomes the bytes of its text, marked with version 0: `migrate` seals these rows next, before
-- anything is served. The checks bind every row that is written from here on.
-- Between deploys: servers of the version before write and read text where bytes are now; stop them first.

-- Kept for a day; a call that is repeated after this is done again.
ALTER TABLE idempotent_answers NO FORCE ROW LEVEL SECURITY;
DELETE FROM idempotent_answers;
ALTER TABLE idempotent_answers FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotent_answers
    ALTER COLUMN body TYPE bytea USING NULL,
    ADD COLUMN key_version integer;

-- Who made a version stands in the log; nobody asked this copy.
ALTER TABLE config_versions DROP COLUMN author_name;

DROP INDEX users_email_per_tenant_key;
DROP INDEX users_name_idx;
ALTER TABLE users
    ALTER COLUMN name TYPE bytea USING convert_to(name, 'UTF8'),
    ALTER COLUMN email TYPE bytea USING convert_to(email, 'UTF8'),
    ADD COLUMN email_index bytea,
    ADD COLUMN search_terms bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN key_version integer NOT NULL DEFAULT 0;
ALTER TABLE users
    ALTER COLUMN search_terms DROP DEFAULT,
    ALTER COLUMN key_version DROP DEFAULT,
    ADD CONSTRAINT users_sealed CHECK (key_version > 0 AND email_index IS NOT NULL) NOT VALID;
CREATE UNIQUE INDEX users_email_per_tenant_key ON users (tenant_id, email_index) WHERE status <> 'removed';
CREATE INDEX users_key_version_idx ON users (tenant_id, key_version);

DROP INDEX customers_name_idx;
ALTER TABLE customers
    ALTER COLUMN name TYPE bytea USING convert_to(name, 'UTF8'),
    ALTER COLUMN email TYPE bytea USING convert_to(email, 'UTF8'),
    ALTER COLUMN phone TYPE bytea USING convert_to(phone, 'UTF8'),
    ALTER COLUMN notes TYPE bytea USING convert_to(notes, 'UTF8'),
    ADD COLUMN search_terms bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN key_version integer NOT NULL DEFAULT 0;
ALTER TABLE customers
    ALTER COLUMN search_terms DROP DEFAULT,
    ALTER COLUMN key_version DROP DEFAULT,
    ADD CONSTRAINT customers_sealed CHECK (key_version > 0) NOT VALID;
CREATE INDEX customers_key_version_idx ON customers (tenant_id, key_version);

DROP INDEX professionals_name_idx;
ALTER TABLE professionals
    ALTER COLUMN name TYPE bytea USING convert_to(name, 'UTF8'),
    ALTER COLUMN email TYPE bytea USING convert_to(email, 'UTF8'),
    ALTER COLUMN phone TYPE bytea USING convert_to(phone, 'UTF8'),
    ALTER COLUMN specialty TYPE bytea USING convert_to(specialty, 'UTF8'),
    ADD COLUMN search_terms bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN key_version integer NOT NULL DEFAULT 0;
ALTER TABLE professionals
    ALTER COLUMN search_terms DROP DEFAULT,
    ALTER COLUMN key_version DROP DEFAULT,
    ADD CONSTRAINT professionals_sealed CHECK (key_version > 0) NOT VALID;
CREATE INDEX professionals_key_version_idx ON professionals (tenant_id, key_version);

ALTER TABLE referrals
    ALTER COLUMN reason TYPE bytea USING convert_to(reason, 'UTF8'),
    ALTER COLUMN notes TYPE bytea USING convert_to(notes, 'UTF8'),
    ADD COLUMN search_terms bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN key_version integer NOT NULL DEFAULT 0;
ALTER TABLE referrals
    ALTER COLUMN search_terms DROP DEFAULT,
    ALTER COLUMN key_version DROP DEFAULT,
    ADD CONSTRAINT referrals_sealed CHECK (key_version > 0) NOT VALID;
CREATE INDEX referrals_key_version_idx ON referrals (tenant_id, key_version);
