//! Data keys of tenants, and all that is sealed with them. It may compute, and ask whoever keeps the master key; it
//! may not speak SQL, and it lets no key of a tenant out: what others get is a [`Keyring`] that seals, opens and finds.
//!
//! ```
//! use contract::ids::TenantId;
//! use vault::{DataKey, Keyring, Table};
//!
//! static PEOPLE: Table = Table::new("people", &["name"], &[]);
//! let tenant = TenantId::new(uuid::Uuid::from_u128(1));
//! let keyring = Keyring::new(tenant, [(1, DataKey::generate())], 1, &DataKey::generate());
//!
//! let ada = PEOPLE.row(&keyring, "7");
//! let sealed = ada.seal("name", "Ada Lovelace");
//! assert_eq!(ada.open("name", 1, &sealed).unwrap().disclose(), "Ada Lovelace");
//!
//! let grace = PEOPLE.row(&keyring, "8");
//! assert_eq!(grace.open("name", 1, &sealed), Err(vault::Error::Refused), "it was sealed for another row");
//! ```

mod data_key;
mod keeper;
mod keyring;
#[cfg(feature = "aws")]
mod kms;
mod local;
pub mod log;
mod search;
mod transit;
mod webhook;

pub use data_key::DataKey;
pub use keeper::{Context, Keeper, Keepers};
pub use keyring::{Keyring, Row, Table};
#[cfg(feature = "aws")]
pub use kms::KmsKeeper;
pub use local::LocalKeeper;
pub use search::fold;
pub use transit::{BadAddress, TransitKeeper, VaultToken};
pub use webhook::WebhookSecret;

/// Why something is not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Sealed with another key, for another place, or changed since.
    #[error("it does not open: another key, another place, or changed since it was sealed")]
    Refused,
    /// Sealed with a version of the key that is not on the ring.
    #[error("there is no key of version {0}")]
    NoSuchVersion(i32),
    /// Whoever keeps the master key does not answer, or not now. What was asked can be asked again.
    #[error("the keeper of the master key does not answer: {0}")]
    KeeperSilent(String),
    /// Whoever keeps the master key says no, and will say so again: a setting is wrong, or a right is missing.
    #[error("the keeper of the master key refuses: {0}")]
    KeeperRefuses(String),
    /// Wrapped by a master key, of this id, that this node was not given.
    #[error("it is wrapped by the master key {0}, which was not given")]
    NoSuchKeeper(String),
}
