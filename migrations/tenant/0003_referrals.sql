-- Referrals: a customer, or a matter without one, passed on from one professional to another.
-- Between deploys: a server of the version before goes on, but for deleting a professional who was referred from or to;
-- it answers that with a conflict that does not name the referrals. Deleting a customer takes the name off the
-- referrals by the key itself, whichever server does it.

SELECT tenantry.create_tenant_table('referrals', $$
    id                    uuid NOT NULL,
    from_professional_id  uuid NOT NULL,
    to_professional_id    uuid NOT NULL,
    customer_id           uuid,
    reason                text NOT NULL,
    notes                 text,
    status                text NOT NULL CHECK (status IN ('sent', 'accepted', 'declined', 'completed')),
    version               integer NOT NULL DEFAULT 1,
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    CHECK (from_professional_id <> to_professional_id),
    CONSTRAINT referrals_from_fkey FOREIGN KEY (tenant_id, from_professional_id)
        REFERENCES professionals (tenant_id, id),
    CONSTRAINT referrals_to_fkey FOREIGN KEY (tenant_id, to_professional_id)
        REFERENCES professionals (tenant_id, id),
    CONSTRAINT referrals_customer_fkey FOREIGN KEY (tenant_id, customer_id)
        REFERENCES customers (tenant_id, id) ON DELETE SET NULL (customer_id)
$$, 'id');
CREATE INDEX referrals_newest_idx ON referrals (tenant_id, created_at DESC, id DESC);
CREATE INDEX referrals_from_idx ON referrals (tenant_id, from_professional_id);
CREATE INDEX referrals_to_idx ON referrals (tenant_id, to_professional_id);
CREATE INDEX referrals_customer_idx ON referrals (tenant_id, customer_id);

SELECT tenantry.permit('{owner,admin,manager}', '{referrals.read,referrals.write,referrals.delete}');
SELECT tenantry.permit('{staff}', '{referrals.read,referrals.write}');
SELECT tenantry.permit('{read_only}', '{referrals.read}');
