-- Between deploys: a version from before this one asks for every passkey, as it did; the default lets it add some.

-- Whether the host of a passkey is the tenant's no longer: nobody can be asked for it, so it is asked for nowhere. Set with
-- the tenant's domain. Domains that were taken away before are not known; whoever was locked out by one was helped by hand.
ALTER TABLE passkeys ADD COLUMN host_is_gone boolean NOT NULL DEFAULT false;
