-- The secret of a single-use link stands apart from the mail it is in, so that who reads the outbox cannot use it, and
-- is gone once the mail was sent. A server of before writes mails without a secret, which are sent as they are.

ALTER TABLE mails
    ADD COLUMN secret_cover text,
    ADD COLUMN secret text,
    ADD CONSTRAINT mails_secret_has_a_cover CHECK (secret IS NULL OR secret_cover <> '');

UPDATE mails SET body_text = regexp_replace(body_text, '(/link/)[A-Za-z0-9_-]{43}', '\1hidden'),
                 body_html = regexp_replace(body_html, '(link&#x2f;)[A-Za-z0-9_-]{43}', '\1hidden', 'g')
WHERE state = 'sent';
