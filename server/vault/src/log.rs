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

    /// Adds an entry.
    pub fn push(&mut self, entry: &[u8]) {
        let mut node: Hash = Sha256::new()
            .chain_update([0])
            .chain_update(entry)
            .finalize()
            .into();
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

/// Signs heads (Ed25519, RFC 8032).
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

    /// The key that verifies, which anybody may have.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

impl Head {
    /// [`Error::Refused`] unless this very head was signed with the key to this public one.
    pub fn verify(&self, public: &[u8; 32], signature: &[u8]) -> Result<(), Error> {
        let key = VerifyingKey::from_bytes(public).map_err(|_| Error::Refused)?;
        let signature = Signature::from_slice(signature).map_err(|_| Error::Refused)?;
        let verified = key.verify_strict(&self.message(), &signature);
        verified.map_err(|_| Error::Refused)
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
