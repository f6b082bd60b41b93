//! Ids of the tenant plane carry a mark of their tenant, so that a foreign one is recognised without looking.
//!
//! Layout (a version 8 UUID of RFC 9562): 48 bits Unix milliseconds, 4 bits version, 12 + 12 bits of a keyed hash
//! of the tenant around the 2 variant bits, 50 random bits. The mark cannot be computed without the key, and
//! reveals nothing but "same tenant or not".

use contract::ids::{Id, TenantId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::{Error, Result};

const MARK_BITS: u32 = 24;

/// Makes and recognises ids of the tenant plane.
#[derive(Clone)]
pub struct IdMint {
    key: [u8; 32],
}

/// An id that was made for the tenant of the open transaction. Store functions take no other.
pub struct Own<Kind>(Id<Kind>);

impl<K> Clone for Own<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Own<K> {}

impl<K> Own<K> {
    /// The bare id.
    pub fn id(self) -> Id<K> {
        self.0
    }

    pub(crate) fn uuid(self) -> Uuid {
        self.0.uuid()
    }
}

impl IdMint {
    /// A mint with the installation's key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A fresh id for a tenant, made at `unix_ms`.
    pub fn make<K>(&self, tenant: TenantId, unix_ms: u64) -> Own<K> {
        let random = u64::from_be_bytes(crate::random_bytes());
        Own(Id::new(compose(unix_ms, self.mark(tenant), random)))
    }

    /// Accepts an id that was made for this tenant, and no other.
    pub fn own<K>(&self, tenant: TenantId, id: Id<K>) -> Result<Own<K>> {
        let bits = id.uuid().as_u128();
        let is_ours = id.uuid().get_version_num() == 8 && marked(bits) == self.mark(tenant);
        if is_ours {
            Ok(Own(id))
        } else {
            Err(Error::CrossTenant)
        }
    }

    fn mark(&self, tenant: TenantId) -> u32 {
        // A key of 32 bytes is never refused: HMAC takes any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else {
            return 0;
        };
        mac.update(tenant.uuid().as_bytes());
        let hash = mac.finalize().into_bytes();
        u32::from_be_bytes([0, hash[0], hash[1], hash[2]])
    }
}

fn compose(unix_ms: u64, mark: u32, random: u64) -> Uuid {
    let time = u128::from(unix_ms & ((1 << 48) - 1)) << 80;
    let high = u128::from(mark >> 12) << 64;
    let low = u128::from(mark & 0xfff) << 50;
    let random = u128::from(random & ((1 << 50) - 1));
    let version = 8_u128 << 76;
    let variant = 0b10_u128 << 62;
    Uuid::from_u128(time | version | high | variant | low | random)
}

fn marked(bits: u128) -> u32 {
    let high = (bits >> 64) & 0xfff;
    let low = (bits >> 50) & 0xfff;
    u32::try_from(high << 12 | low).unwrap_or(1 << MARK_BITS)
}
