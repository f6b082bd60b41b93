//! The rules of a tenant's own nouns, asked through the desks that pages and API hold.

mod companies;
mod customers;
mod me;
mod modules;
mod professionals;
mod referrals;
mod roles;
mod settings;
mod users;
