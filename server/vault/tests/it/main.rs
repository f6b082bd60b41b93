//! The vault by itself: what is sealed opens in its own place and nowhere else, and is found without being read.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod keepers;
mod log;
mod places;
mod search;
mod transit;

use contract::ids::TenantId;
use uuid::Uuid;
use vault::{DataKey, Keyring, Table};

pub(crate) static PEOPLE: Table =
    Table::new("people", &["name", "email"], &["name"]).unique("email", "email_index");
pub(crate) static ANIMALS: Table = Table::new("animals", &["name", "email"], &["name"]);

pub(crate) fn tenant(number: u128) -> TenantId {
    TenantId::new(Uuid::from_u128(number))
}

/// A ring with versions 1 and 2, of which 2 seals.
pub(crate) fn keyring(number: u128) -> Keyring {
    let keys = [(1, DataKey::generate()), (2, DataKey::generate())];
    Keyring::new(tenant(number), keys, 2, &DataKey::generate())
}
