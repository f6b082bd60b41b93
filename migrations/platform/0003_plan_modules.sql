-- The modules of the smaller plans, each from the smallest plan on that the catalogue of modules says; until here the
-- lists left out what others of them need. Nothing is taken from any plan, so servers of any version read these rows.

UPDATE plan_revisions SET modules = '{customers,companies,professionals,services,staff,booking,classes,referrals}'
WHERE plan = 'trial';

UPDATE plan_revisions SET modules = '{customers,companies,professionals,services,staff,booking,classes,finance,
                                      memberships,inventory,referrals,leads,reports}'
WHERE plan = 'starter';
