-- Where a question of the door was asked from, as a keyed hash of the address: of one address only so many wait for an
-- answer.
-- Between deploys: a server of the version before asks without it, and its questions are counted for nobody. It takes a
-- link that disowns factors for one that sets a password, and removes it where it removes all others: none may serve beside
-- a newer one for longer than the deploy.

ALTER TABLE passkey_challenges ADD COLUMN asked_from text;
CREATE INDEX passkey_challenges_asked_from_idx ON passkey_challenges (asked_from, expires_at)
    WHERE asked_from IS NOT NULL;

-- "It was not me": such a link takes away what was added to an account since a time.
ALTER TABLE links ADD COLUMN factors_since timestamptz;
ALTER TABLE links DROP CONSTRAINT links_purpose_check;
ALTER TABLE links ADD CONSTRAINT links_purpose_check CHECK (purpose IN ('invitation', 'reset', 'disown'));
ALTER TABLE links ADD CONSTRAINT links_factors_check CHECK ((purpose = 'disown') = (factors_since IS NOT NULL));
