//! Who keeps the master key: data keys are handed over to be wrapped and unwrapped, and the master key itself is never
//! seen here unless it is kept on this machine.

use async_trait::async_trait;
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Key, KeyInit},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    DataKey, Error,
    keyring::{open, seal},
};

/// Wraps data keys with a master key.
#[async_trait]
pub trait Wrapping: Send + Sync {
    /// Wraps a key. The context, what the key is of and for, is authenticated with it.
    async fn wrap(&self, key: &DataKey, context: &str) -> Result<Vec<u8>, Error>;

    /// Unwraps a key that was wrapped in the same context; [`Error::Refused`] if it was not.
    async fn unwrap(&self, wrapped: &[u8], context: &str) -> Result<DataKey, Error>;
}

/// A master key that is kept on this machine, in a file or the environment.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct LocalWrapping([u8; 32]);

impl LocalWrapping {
    /// Wraps with these bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::<XChaCha20Poly1305>::from(self.0))
    }
}

#[async_trait]
impl Wrapping for LocalWrapping {
    async fn wrap(&self, key: &DataKey, context: &str) -> Result<Vec<u8>, Error> {
        Ok(seal(&self.cipher(), context.as_bytes(), key.bytes()))
    }

    async fn unwrap(&self, wrapped: &[u8], context: &str) -> Result<DataKey, Error> {
        let mut bytes = open(&self.cipher(), context.as_bytes(), wrapped)?;
        let key = DataKey::from_slice(&bytes);
        bytes.zeroize();
        key.ok_or(Error::Refused)
    }
}
