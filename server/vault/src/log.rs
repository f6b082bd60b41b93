//! The tree over a log (RFC 6962 §2.1), and the signatures on its heads.
//!
//! Only the roots of its whole subtrees are kept, so a log of any length is followed in the memory of some hashes. They
//! are the tree's that `ct-merkle` builds; a test compares the two.

use chrono::{DateTime, Utc};
use contract::ids::TenantId;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::Error;

/// SHA-256.
pub type Hash = [u8; 32];

/// The edge of a log's tree: all that is needed to go on, and to tell the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the whole subtrees, largest first: one for each bit that is set in the size.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// One that was kept; none if these cannot be the peaks of a tree of this size.
    pub fn new(size: u64, peaks: &[u8]) -> Option<Self> {
        let (peaks, rest) = peaks.as_chunks();
        let fits = rest.is_empty() && peaks.len() == size.count_ones() as usize;
        fits.then(|| Self {
            size,
            peaks: peaks.to_vec(),
        })
    }

    /// Entries so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The peaks, to be kept.
    pub fn peaks(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// Adds the leaf of an entry.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // A whole subtree for each trailing bit: two of one height become one of the next.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = join(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root over everything so far.
    pub fn root(&self) -> Hash {
        let peaks = self.peaks.iter().rev().copied();
        peaks
            .reduce(|right, left| join(&left, &right))
            .unwrap_or_else(|| Sha256::digest([]).into())
    }
}

/// The leaf that stands for these bytes in the tree.
pub fn leaf(bytes: &[u8]) -> Hash {
    let leaf = Sha256::new().chain_update([0]);
    leaf.chain_update(bytes).finalize().into()
}

/// What binds an entry to its text without telling it. The text has a salt inside, so nobody finds it by guessing.
pub fn commitment(said: &str) -> Hash {
    let text = Sha256::new().chain_update(b"tenantry/said/1");
    text.chain_update(said).finalize().into()
}

/// The leaf of an entry, of what it says and of the hash of the row that it is. Whoever is told the text and this hash
/// makes the leaf without a key and without the row.
pub fn entry_leaf(position: u64, commitment: &Hash, row: &Hash) -> Hash {
    let mut bytes = b"tenantry/entry/2".to_vec();
    bytes.extend_from_slice(&position.to_be_bytes());
    bytes.extend_from_slice(commitment);
    bytes.extend_from_slice(row);
    leaf(&bytes)
}

fn join(left: &Hash, right: &Hash) -> Hash {
    let pair = Sha256::new().chain_update([1]);
    pair.chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// What a signature says: at this time, this tenant's log had so many entries and this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Whose log.
    pub tenant: TenantId,
    /// Entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// When it was signed, to the microsecond.
    pub signed_at: DateTime<Utc>,
}

/// What a signature on an entry says: this tenant's log has this leaf at this position, and this is what the entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whose log.
    pub tenant: TenantId,
    /// From 0.
    pub position: u64,
    /// What stands for the entry in the tree.
    pub leaf: Hash,
    /// The [`commitment`] to its text; none where the text is not there any more.
    pub said: Option<Hash>,
}

/// Signs heads, and entries that leave the house (Ed25519, RFC 8032).
#[derive(Clone)]
pub struct HeadKey(SigningKey);

impl HeadKey {
    /// The key with this seed.
    pub fn new(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Signs a head.
    pub fn sign(&self, head: &Head) -> Vec<u8> {
        self.0.sign(&head.message()).to_bytes().to_vec()
    }

    /// Signs the place of an entry, so that of a log that was tampered with each entry still can be judged alone.
    pub fn sign_place(&self, place: &Place) -> Vec<u8> {
        self.0.sign(&place.message()).to_bytes().to_vec()
    }

    /// The key that verifies, which anybody may have.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

impl Place {
    /// [`Error::Refused`] unless this very place was signed with the key to this public one.
    pub fn verify(&self, public: &[u8; 32], signature: &[u8]) -> Result<(), Error> {
        verify(&self.message(), public, signature)
    }

    /// All parts have one length, so no two places read the same; and none reads as a head.
    fn message(&self) -> Vec<u8> {
        let mut message = b"tenantry/place/1".to_vec();
        message.extend_from_slice(self.tenant.uuid().as_bytes());
        message.extend_from_slice(&self.position.to_be_bytes());
        message.extend_from_slice(&self.leaf);
        // No text has the hash of zeros.
        message.extend_from_slice(&self.said.unwrap_or_default());
        message
    }
}

impl Head {
    /// [`Error::Refused`] unless this very head was signed with the key to this public one.
    pub fn verify(&self, public: &[u8; 32], signature: &[u8]) -> Result<(), Error> {
        verify(&self.message(), public, signature)
    }

    /// All parts have one length, so no two heads read the same.
    fn message(&self) -> Vec<u8> {
        let mut message = b"tenantry/head/1".to_vec();
        message.extend_from_slice(self.tenant.uuid().as_bytes());
        message.extend_from_slice(&self.size.to_be_bytes());
        message.extend_from_slice(&self.root);
        message.extend_from_slice(&self.signed_at.timestamp_micros().to_be_bytes());
        message
    }
}

fn verify(message: &[u8], public: &[u8; 32], signature: &[u8]) -> Result<(), Error> {
    let key = VerifyingKey::from_bytes(public).map_err(|_| Error::Refused)?;
    let signature = Signature::from_slice(signature).map_err(|_| Error::Refused)?;
    let verified = key.verify_strict(message, &signature);
    verified.map_err(|_| Error::Refused)
}
