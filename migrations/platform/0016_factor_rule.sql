-- A tenant may want a second factor, or a passkey, from everybody who signs in to it.
-- Between deploys: a server of the version before does not know the rule and asks nobody, so none may serve beside a newer
-- one once a tenant has it.

ALTER TABLE tenants ADD COLUMN factor_required boolean NOT NULL DEFAULT false;
