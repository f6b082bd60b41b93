//! Queries on a tenant's plane, one file a noun.
//!
//! Table names are unqualified: the opening of the transaction says whose plane they are looked up in, and
//! row-level security says whose rows. No function takes a tenant.

pub mod companies;
pub mod customers;
pub mod events;
pub mod idempotency;
pub mod locks;
pub mod mail_texts;
pub mod modules;
pub mod roles;
pub mod services;
pub mod settings;
pub mod tables;
pub mod users;
