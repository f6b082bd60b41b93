-- The five plans that the product ships with. Prices in US cents; an absent limit is no limit.
-- Data only: running servers of any version read these rows.

INSERT INTO plans (code) VALUES ('trial'), ('starter'), ('professional'), ('enterprise'), ('unlimited');

INSERT INTO plan_revisions (plan, revision, name, description, monthly_minor, annual_minor, currency, limits,
                            modules, features, strategy, support, sla_hours, is_active)
VALUES
('trial', 1, 'Trial', 'Everything a small team needs to try for 14 days.', 0, 0, 'USD',
 '{"companies": 1, "users_per_company": 3, "users": 3, "customers": 500, "professionals": 5,
   "transactions_per_month": 100, "api_calls_per_month": 1000, "api_calls_per_minute": 60,
   "storage_gb": 1, "bandwidth_gb_per_month": 5, "concurrent_users": 3}',
 '{customers,companies,services,staff,booking}', '{}', 'shared', 'email', NULL, true),
('starter', 1, 'Starter', 'For one location that is past trying.', 4900, 49000, 'USD',
 '{"companies": 1, "users_per_company": 5, "users": 5, "customers": 5000, "professionals": 10,
   "transactions_per_month": 1000, "api_calls_per_month": 10000, "api_calls_per_minute": 120,
   "storage_gb": 10, "bandwidth_gb_per_month": 50, "concurrent_users": 5}',
 '{customers,companies,services,staff,booking,classes,memberships}', '{}', 'schema', 'email', 48, true),
('professional', 1, 'Professional', 'For several locations with a back office.', 19900, 199000, 'USD',
 '{"companies": 3, "users_per_company": 20, "users": 60, "customers": 50000, "professionals": 100,
   "transactions_per_month": 10000, "api_calls_per_month": 100000, "api_calls_per_minute": 600,
   "storage_gb": 100, "bandwidth_gb_per_month": 500, "concurrent_users": 60}',
 '{*}', '{custom_domain}', 'schema', 'priority', 24, true),
('enterprise', 1, 'Enterprise', 'A database of your own, single sign-on and a named contact.', 59900, 599000, 'USD',
 '{"companies": 10, "users_per_company": 100, "users": 1000, "customers": 500000, "professionals": 1000,
   "transactions_per_month": 100000, "api_calls_per_month": 1000000, "api_calls_per_minute": 3000,
   "storage_gb": 1000, "bandwidth_gb_per_month": 5000, "concurrent_users": 1000}',
 '{*}', '{custom_domain,sso,audit_stream}', 'database', 'dedicated', 4, true),
('unlimited', 1, 'Unlimited', 'Without limits that a growing group would notice.', 199900, 1999000, 'USD',
 '{"companies": 999, "users_per_company": 999, "transactions_per_month": 999999}',
 '{*}', '{custom_domain,sso,audit_stream,dedicated_server}', 'database', 'dedicated', 1, true);
