-- Who may have the log sent to a server elsewhere.
-- Between deploys: a server of the version before does not know the permission, and shows it to nobody.

SELECT tenantry.permit('{owner,admin}', '{audit.stream}');
