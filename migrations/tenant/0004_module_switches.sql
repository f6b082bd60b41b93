-- Modules are switched by people now, under a permission of its own. Until here provisioning recorded what a template
-- wished for, also what the product does not have yet: those rows would switch a module on by themselves on the day it
-- ships, whatever the plan says. Row-level security is lifted for the statement, as in tenantry.permit.
-- Between deploys: a server of the version before goes on recording such rows; one that is new pays no heed to them.

SELECT tenantry.permit('{owner,admin}', '{modules.manage}');

ALTER TABLE modules NO FORCE ROW LEVEL SECURITY;
DELETE FROM modules WHERE key NOT IN ('customers', 'companies', 'professionals', 'referrals');
ALTER TABLE modules FORCE ROW LEVEL SECURITY;
