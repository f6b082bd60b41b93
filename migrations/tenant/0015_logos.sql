-- The picture that stands for a tenant. It is drawn by the server from what was uploaded, and shown to anybody on the
-- sign-in page, so it is in the clear. A row is as large as its pictures: it is read by its own queries alone.
-- Between deploys: a server of the version before shows the first letter of the name.
SELECT tenantry.create_tenant_table('logos', $$
    -- SHA-256 of `picture`; it is in the address, so that caches can keep what they have.
    hash        bytea NOT NULL CONSTRAINT logos_hash_check CHECK (octet_length(hash) = 32),
    -- PNG, all three: at most 512 pixels on the longer side, 32 square, 180 square.
    picture     bytea NOT NULL CONSTRAINT logos_picture_check CHECK (octet_length(picture) <= 2000000),
    icon        bytea NOT NULL CONSTRAINT logos_icon_check CHECK (octet_length(icon) <= 200000),
    touch_icon  bytea NOT NULL CONSTRAINT logos_touch_icon_check CHECK (octet_length(touch_icon) <= 400000),
    created_at  timestamptz NOT NULL DEFAULT now()
$$, '');
