-- Who may make keys for programs.
-- Between deploys: a server of the version before does not know the permission, and shows it to nobody.

SELECT tenantry.permit('{owner,admin}', '{api_keys.manage}');
