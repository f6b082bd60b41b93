//! The keys of one tenant, and what can be done with them.

use std::{collections::BTreeMap, fmt};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand,
};
use contract::{Sensitive, ids::TenantId};

use crate::{DataKey, Error, search::Index};

/// What the place of a sealed field begins with.
const PLACE: &[u8] = b"tenantry/field/1";

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
    ciphers: BTreeMap<i32, LessSafeKey>,
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
        // A key of 32 bytes is never refused.
        let cipher = |(version, key): (i32, DataKey)| {
            let key = UnboundKey::new(&AES_256_GCM_SIV, key.expose()).ok()?;
            Some((version, LessSafeKey::new(key)))
        };
        Self {
            tenant,
            ciphers: keys.into_iter().filter_map(cipher).collect(),
            version,
            index: Index::new(index),
        }
    }

    /// The version that new values are sealed with; it stands beside them in the row.
    pub fn version(&self) -> i32 {
        self.version
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
    /// Seals a value for a column of this row: a random nonce of 12 bytes, then AES-256-GCM-SIV (RFC 8452) over the value
    /// with tenant, table, column, row and key version authenticated. Should a nonce repeat, it tells only whether the
    /// same value was sealed twice for the same place.
    pub fn seal(&self, column: &'static str, value: &str) -> Vec<u8> {
        let version = self.keyring.version;
        let cipher = self.keyring.ciphers.get(&version);
        let sealed =
            cipher.and_then(|cipher| seal(cipher, &self.place(column, version), value.as_bytes()));
        // Nothing, where there is no key of the version that seals or no chance left in the system: that never opens.
        sealed.unwrap_or_default()
    }

    /// Seals a value that may be absent.
    pub fn seal_option(&self, column: &'static str, value: Option<&str>) -> Option<Vec<u8>> {
        value.map(|value| self.seal(column, value))
    }

    /// Opens what was sealed for this very place with the key of this version.
    pub fn open(
        &self,
        column: &'static str,
        version: i32,
        sealed: &[u8],
    ) -> Result<Sensitive<String>, Error> {
        let cipher = self.keyring.ciphers.get(&version);
        let cipher = cipher.ok_or(Error::NoSuchVersion(version))?;
        let bytes = open(cipher, &self.place(column, version), sealed).ok_or(Error::Refused)?;
        let text = String::from_utf8(bytes).map_err(|_| Error::Refused)?;
        Ok(Sensitive::new(text))
    }

    /// Opens a value that may be absent.
    pub fn open_option(
        &self,
        column: &'static str,
        version: i32,
        sealed: Option<&[u8]>,
    ) -> Result<Option<Sensitive<String>>, Error> {
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
        // Of a list, this is made for every field of every row: in one piece, without growing.
        let length = parts.iter().map(|part| 8 + part.len()).sum::<usize>();
        let mut place = Vec::with_capacity(PLACE.len() + 16 + 4 + length);
        place.extend_from_slice(PLACE);
        place.extend_from_slice(self.keyring.tenant.uuid().as_bytes());
        place.extend_from_slice(&version.to_be_bytes());
        for part in parts {
            place.extend_from_slice(&(part.len() as u64).to_be_bytes());
            place.extend_from_slice(part.as_bytes());
        }
        place
    }
}

fn seal(cipher: &LessSafeKey, place: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE_LEN];
    rand::fill(&mut nonce).ok()?;
    let mut sealed = plain.to_vec();
    let unique = Nonce::assume_unique_for_key(nonce);
    cipher
        .seal_in_place_append_tag(unique, Aad::from(place), &mut sealed)
        .ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

fn open(cipher: &LessSafeKey, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut opened = rest.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let plain = cipher.open_in_place(nonce, Aad::from(place), &mut opened);
    let length = plain.ok()?.len();
    opened.truncate(length);
    Some(opened)
}
