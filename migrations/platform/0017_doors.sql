-- Where a question of the door was asked from, as a keyed hash of the address: of one address only so many wait for an
-- answer.
-- Between deploys: a server of the version before asks without it, and its questions are counted for nobody.

ALTER TABLE passkey_challenges ADD COLUMN asked_from text;
CREATE INDEX passkey_challenges_asked_from_idx ON passkey_challenges (asked_from, expires_at)
    WHERE asked_from IS NOT NULL;
