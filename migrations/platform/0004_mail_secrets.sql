-- The secret of a single-use link stands apart from the mail it is in, so that who reads the outbox cannot use it, and
-- is gone once the mail was sent. Links in mails of before are taken out alike.
-- Between deploys: a server of before would send the cover as it stands, so none may run its jobs beside a newer one.

ALTER TABLE mails
    ADD COLUMN secret_cover text,
    ADD COLUMN secret text,
    ADD CONSTRAINT mails_secret_has_a_cover CHECK (secret IS NULL OR coalesce(secret_cover, '') <> '');

UPDATE mails m
SET secret_cover = c.cover,
    secret = CASE WHEN m.state <> 'sent' THEN c.secret END,
    body_text = replace(m.body_text, c.secret, c.cover),
    body_html = replace(m.body_html, c.secret, c.cover)
FROM (SELECT id, substring(body_text FROM '/link/([A-Za-z0-9_-]{43})') AS secret,
             'hidden-' || left(md5(random()::text), 12) AS cover
      FROM mails) c
WHERE c.id = m.id AND c.secret IS NOT NULL;

-- What the sweep looks for: secrets that outlived their link.
CREATE INDEX mails_secret_idx ON mails (created_at) WHERE secret IS NOT NULL;
