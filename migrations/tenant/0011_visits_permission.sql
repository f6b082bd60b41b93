-- Who may let operators in, and send them away.
-- Between deploys: a server of the version before does not know the permission, and shows it to nobody.

SELECT tenantry.permit('{owner,admin}', '{visits.manage}');
