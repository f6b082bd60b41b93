//! The keys of one tenant, and what can be done with them.

use std::{collections::BTreeMap, fmt};

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, Generate, Key, KeyInit, Nonce, Payload},
};
use contract::ids::TenantId;

use crate::{DataKey, Error, search::Index};

/// Bytes of the random nonce that a sealed value begins with.
const NONCE: usize = 24;

/// A table with personal columns. What is declared here is sealed, opened, counted by key version and sealed anew.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its personal columns.
    pub columns: &'static [&'static str],
    /// Those of them that rows are searched by, with hashes in the column `search_terms`.
    pub searched: &'static [&'static str],
    /// A column that is unique, and the column with its hash.
    pub unique: Option<(&'static str, &'static str)>,
}

/// The keys of one tenant: every version of its data key, and the key of its blind indexes.
pub struct Keyring {
    tenant: TenantId,
    ciphers: BTreeMap<i32, XChaCha20Poly1305>,
    /// Version that new values are sealed with.
    version: i32,
    index: Index,
}

/// One row of a table, with the keys of its tenant.
pub struct Row<'k> {
    table: &'static Table,
    key: String,
    keyring: &'k Keyring,
}

impl Keyring {
    /// A ring of versioned keys, of which `version` seals, and the key of the blind indexes.
    pub fn new(
        tenant: TenantId,
        keys: impl IntoIterator<Item = (i32, DataKey)>,
        version: i32,
        index: &DataKey,
    ) -> Self {
        let cipher =
            |key: DataKey| XChaCha20Poly1305::new(&Key::<XChaCha20Poly1305>::from(*key.bytes()));
        let keys = keys.into_iter();
        Self {
            tenant,
            ciphers: keys.map(|(version, key)| (version, cipher(key))).collect(),
            version,
            index: Index::new(index),
        }
    }

    /// The version that new values are sealed with; it stands beside them in the row.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// Every version that is on the ring.
    pub fn versions(&self) -> impl Iterator<Item = i32> {
        self.ciphers.keys().copied()
    }

    /// A hash by which a value is found and kept unique without being read: HMAC-SHA-256, the first 16 bytes. Equal
    /// values of one tenant and column have equal hashes, whatever their case, and no others do.
    pub fn blind(&self, table: &'static Table, column: &'static str, value: &str) -> Vec<u8> {
        self.index.exact(table.name, column, value)
    }

    /// Hashes by which a row is found by the beginnings of its words, sorted.
    pub fn search_terms(&self, table: &'static Table, texts: &[Option<&str>]) -> Vec<i64> {
        self.index.terms(table.name, texts)
    }

    /// The hashes that a row must all have to be found by what was typed; none if nothing was.
    pub fn search_query(&self, table: &'static Table, typed: &str) -> Option<Vec<i64>> {
        self.index.query(table.name, typed)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("tenant", &self.tenant)
            .field("versions", &self.ciphers.keys())
            .finish_non_exhaustive()
    }
}

impl Table {
    /// Declares a table.
    pub const fn new(
        name: &'static str,
        columns: &'static [&'static str],
        searched: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            columns,
            searched,
            unique: None,
        }
    }

    /// Declares a column as unique, and the column with its hash.
    #[must_use]
    pub const fn unique(self, column: &'static str, index: &'static str) -> Self {
        Self {
            unique: Some((column, index)),
            ..self
        }
    }

    /// A row of this table by its key, as text.
    pub fn row<'k>(&'static self, keyring: &'k Keyring, key: impl fmt::Display) -> Row<'k> {
        Row {
            table: self,
            key: key.to_string(),
            keyring,
        }
    }
}

impl Row<'_> {
    /// Seals a value for a column of this row: a random nonce of 24 bytes, then XChaCha20-Poly1305
    /// (draft-irtf-cfrg-xchacha-03) over the value with tenant, table, column, row and key version authenticated.
    pub fn seal(&self, column: &'static str, value: &str) -> Vec<u8> {
        let version = self.keyring.version;
        match self.keyring.ciphers.get(&version) {
            Some(cipher) => seal(cipher, &self.place(column, version), value.as_bytes()),
            // `Keyring::new` was given no key of the version it seals with; what is sealed so never opens.
            None => Vec::new(),
        }
    }

    /// Seals a value that may be absent.
    pub fn seal_option(&self, column: &'static str, value: Option<&str>) -> Option<Vec<u8>> {
        value.map(|value| self.seal(column, value))
    }

    /// Opens what was sealed for this very place with the key of this version.
    pub fn open(&self, column: &'static str, version: i32, sealed: &[u8]) -> Result<String, Error> {
        let cipher = self.keyring.ciphers.get(&version);
        let cipher = cipher.ok_or(Error::NoSuchVersion(version))?;
        let bytes = open(cipher, &self.place(column, version), sealed)?;
        String::from_utf8(bytes).map_err(|_| Error::Refused)
    }

    /// Opens a value that may be absent.
    pub fn open_option(
        &self,
        column: &'static str,
        version: i32,
        sealed: Option<&[u8]>,
    ) -> Result<Option<String>, Error> {
        sealed
            .map(|sealed| self.open(column, version, sealed))
            .transpose()
    }

    /// The place that a value is bound to. Each part of unknown length is preceded by its length, so that no two places
    /// read the same.
    fn place(&self, column: &'static str, version: i32) -> Vec<u8> {
        debug_assert!(
            self.table.columns.contains(&column),
            "{}.{column} is not declared as personal",
            self.table.name
        );
        let parts = [self.table.name, column, &self.key];
        let mut place = b"tenantry/field/1".to_vec();
        place.extend_from_slice(self.keyring.tenant.uuid().as_bytes());
        place.extend_from_slice(&version.to_be_bytes());
        for part in parts {
            place.extend_from_slice(&(part.len() as u64).to_be_bytes());
            place.extend_from_slice(part.as_bytes());
        }
        place
    }
}

pub(crate) fn seal(cipher: &XChaCha20Poly1305, place: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce = Nonce::<XChaCha20Poly1305>::generate();
    let payload = Payload {
        msg: plain,
        aad: place,
    };
    // Only a value of more than 256 GiB is refused.
    let sealed = cipher.encrypt(&nonce, payload).unwrap_or_default();
    [nonce.as_slice(), &sealed].concat()
}

pub(crate) fn open(
    cipher: &XChaCha20Poly1305,
    place: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, Error> {
    let (nonce, msg) = sealed.split_at_checked(NONCE).ok_or(Error::Refused)?;
    let nonce = Nonce::<XChaCha20Poly1305>::try_from(nonce).map_err(|_| Error::Refused)?;
    let payload = Payload { msg, aad: place };
    cipher.decrypt(&nonce, payload).map_err(|_| Error::Refused)
}
