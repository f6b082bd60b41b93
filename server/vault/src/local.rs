//! A master key that is kept on this machine, in a file or the environment.

use async_trait::async_trait;
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, Generate, Key, KeyInit, Nonce, Payload},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Context, DataKey, Error, Keeper};

/// Bytes of the random nonce that a wrapped key begins with.
const NONCE: usize = 24;

/// Wraps with a key in memory: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03).
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct LocalKeeper {
    key: [u8; 32],
    #[zeroize(skip)]
    id: String,
}

impl LocalKeeper {
    /// Wraps with these bytes, and is called so.
    pub fn new(key: [u8; 32], id: impl Into<String>) -> Self {
        let id = id.into();
        Self { key, id }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::<XChaCha20Poly1305>::from(self.key))
    }
}

#[async_trait]
impl Keeper for LocalKeeper {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &DataKey, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        let nonce = Nonce::<XChaCha20Poly1305>::generate();
        let aad = context.to_string();
        let payload = Payload {
            msg: key.expose(),
            aad: aad.as_bytes(),
        };
        let sealed = self.cipher().encrypt(&nonce, payload);
        let sealed = sealed.map_err(|_| Error::Refused)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    async fn unwrap(&self, wrapped: &[u8], context: &Context<'_>) -> Result<DataKey, Error> {
        let (nonce, msg) = wrapped.split_at_checked(NONCE).ok_or(Error::Refused)?;
        let nonce = Nonce::<XChaCha20Poly1305>::try_from(nonce).map_err(|_| Error::Refused)?;
        let aad = context.to_string();
        let aad = aad.as_bytes();
        let opened = self.cipher().decrypt(&nonce, Payload { msg, aad });
        let mut bytes = opened.map_err(|_| Error::Refused)?;
        let key = DataKey::from_slice(&bytes);
        bytes.zeroize();
        key.ok_or(Error::Refused)
    }
}
