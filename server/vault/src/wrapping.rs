//! Who keeps the master key: data keys are handed over to be wrapped and unwrapped, and the master key itself is never
//! seen here unless it is kept on this machine.

use async_trait::async_trait;
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, Generate, Key, KeyInit, Nonce, Payload},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{DataKey, Error};

/// Bytes of the random nonce that a wrapped key begins with.
const NONCE: usize = 24;

/// Wraps data keys with a master key.
#[async_trait]
pub trait Wrapping: Send + Sync {
    /// Wraps a key. The context, what the key is of and for, is authenticated with it.
    async fn wrap(&self, key: &DataKey, context: &str) -> Result<Vec<u8>, Error>;

    /// Unwraps a key that was wrapped in the same context; [`Error::Refused`] if it was not.
    async fn unwrap(&self, wrapped: &[u8], context: &str) -> Result<DataKey, Error>;
}

/// A master key that is kept on this machine, in a file or the environment: XChaCha20-Poly1305
/// (draft-irtf-cfrg-xchacha-03).
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
        let nonce = Nonce::<XChaCha20Poly1305>::generate();
        let payload = Payload {
            msg: key.bytes(),
            aad: context.as_bytes(),
        };
        let sealed = self.cipher().encrypt(&nonce, payload);
        let sealed = sealed.map_err(|_| Error::Refused)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    async fn unwrap(&self, wrapped: &[u8], context: &str) -> Result<DataKey, Error> {
        let (nonce, msg) = wrapped.split_at_checked(NONCE).ok_or(Error::Refused)?;
        let nonce = Nonce::<XChaCha20Poly1305>::try_from(nonce).map_err(|_| Error::Refused)?;
        let aad = context.as_bytes();
        let opened = self.cipher().decrypt(&nonce, Payload { msg, aad });
        let mut bytes = opened.map_err(|_| Error::Refused)?;
        let key = DataKey::from_slice(&bytes);
        bytes.zeroize();
        key.ok_or(Error::Refused)
    }
}
