//! Which columns say something of people, and which do not. What is declared here is sealed with the tenant's key; a
//! test walks the catalogue and fails on a column that is in neither list.

use vault::Table;

/// Customers.
pub static CUSTOMERS: Table = Table::new(
    "customers",
    &["name", "email", "phone", "notes"],
    &["name", "email", "phone"],
);
/// Professionals.
pub static PROFESSIONALS: Table = Table::new(
    "professionals",
    &["name", "email", "phone", "specialty"],
    &["name", "email", "phone", "specialty"],
);
/// Referrals: what is written about a customer.
pub static REFERRALS: Table = Table::new("referrals", &["reason", "notes"], &["reason"]);
/// Accounts.
pub static USERS: Table =
    Table::new("users", &["name", "email"], &["name", "email"]).unique("email", "email_index");
/// Entries of the log. The proof of the log is over the sealed entries, so they are never sealed anew.
pub static EVENTS: Table = Table::new("events", &["entry"], &[]);
/// Answers to API calls, which repeat what was entered. They are gone after a day, and so never sealed anew.
pub static IDEMPOTENT_ANSWERS: Table = Table::new("idempotent_answers", &["body"], &[]);
/// Files that wait to be imported. They are gone after a day, and so never sealed anew.
pub static IMPORTS: Table = Table::new("imports", &["content"], &[]);

/// Tables whose rows are sealed once.
pub static SEALED_ONCE: [&Table; 3] = [&EVENTS, &IDEMPOTENT_ANSWERS, &IMPORTS];

/// Tables whose rows are sealed anew when the tenant's key changes. Each has a key `id` and a column `key_version`.
pub static LASTING: [&Table; 4] = [&CUSTOMERS, &PROFESSIONALS, &REFERRALS, &USERS];
