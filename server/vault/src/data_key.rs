//! 32 bytes that something is sealed, signed or hashed with.

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Generate, Key},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A data key in the clear. It has no way into text, and is wiped when it is dropped:
///
/// ```compile_fail,E0277
/// println!("{:?}", vault::DataKey::generate());
/// ```
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A new one, from the operating system's generator.
    pub fn generate() -> Self {
        Self(Key::<XChaCha20Poly1305>::generate().into())
    }

    /// The bytes. Outside of this crate they are for secrets of the installation that are no key of any tenant: passwords of
    /// logins and signatures follow from them elsewhere.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// One that follows from another key.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}
