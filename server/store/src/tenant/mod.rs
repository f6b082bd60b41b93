//! Queries on a tenant's plane, one file a noun.
//!
//! Table names are unqualified: the opening of the transaction says whose plane they are looked up in, and
//! row-level security says whose rows. No function takes a tenant.

pub(crate) mod by_name;
pub mod companies;
pub mod customers;
pub mod event_heads;
pub mod events;
pub mod idempotency;
pub mod imports;
pub mod locks;
pub mod logos;
pub mod mail_texts;
pub mod modules;
pub mod personal;
pub mod professionals;
pub mod referrals;
pub(crate) mod reseal;
pub mod retention;
pub mod roles;
pub mod services;
pub mod settings;
pub mod sweep;
pub mod tables;
pub mod users;

use contract::ids::Id;
use uuid::Uuid;

use crate::{Result, TenantReader};

/// An id that fields name, if it is one of this tenant.
fn own_or_none<K>(reader: &TenantReader, named: Option<Id<K>>) -> Result<Option<Uuid>> {
    let own = named.map(|id| reader.own(id)).transpose()?;
    Ok(own.map(crate::Own::uuid))
}

/// Numbers as the text of an array: arrays of arrays have one length in PostgreSQL, and texts need not.
fn as_array(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}
