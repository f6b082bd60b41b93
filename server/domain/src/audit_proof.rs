//! The proof of a tenant's log (AUD-2): heads are signed as it grows, and anybody with the keys can tell whether an
//! entry was changed, removed, put in or cut off since.
//!
//! A head says so many entries, this root. It is signed with a key that the database does not hold, so whoever can
//! write the database can rewrite entries, and cannot sign for them. They could still take the log back to an older
//! head, as a whole; that is what heads that are kept elsewhere, the anchors, are for.

use std::{collections::BTreeMap, fmt, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use contract::{Fault, ids::TenantId};
use serde::{Deserialize, Serialize};
use store::{
    TenantReader, TenantScope,
    platform::{receivers, tenants},
    tenant::{
        event_heads,
        event_heads::SignedHead,
        events,
        events::{Entry, Told},
        retention,
        retention::Expired,
    },
};
use vault::{
    Keyring,
    log::{Frontier, Hash, Head},
};

use crate::{Platform, retention::expired_before};

/// Entries that are read at a time.
pub(crate) const BATCH: i64 = 1_000;

/// A head and its signature, for whoever keeps it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The head.
    pub head: Head,
    /// Ed25519, over the head.
    pub signature: Vec<u8>,
}

/// An anchor as a line of a file.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    tenant: TenantId,
    size: u64,
    root: String,
    signed_at: DateTime<Utc>,
    signature: String,
}

/// How a head is found where it was kept.
#[derive(Deserialize)]
#[serde(untagged)]
enum KeptHead {
    Line(Line),
    Message { data: ToldHead },
}

/// What a message about a head tells.
#[derive(Deserialize)]
struct ToldHead {
    head: Line,
}

impl Anchor {
    /// One line of JSON.
    pub fn to_line(&self) -> String {
        serde_json::to_string(&Line::from(self)).unwrap_or_default()
    }

    /// Reads one line, or the message about a head that a receiver got; none if it is neither. Whether it was signed by us
    /// is another question.
    pub fn from_line(line: &str) -> Option<Self> {
        let line = match serde_json::from_str(line).ok()? {
            KeptHead::Line(line)
            | KeptHead::Message {
                data: ToldHead { head: line },
            } => line,
        };
        line.try_into().ok()
    }
}

impl From<&Anchor> for Line {
    fn from(anchor: &Anchor) -> Self {
        Self {
            tenant: anchor.head.tenant,
            size: anchor.head.size,
            root: STANDARD.encode(anchor.head.root),
            signed_at: anchor.head.signed_at,
            signature: STANDARD.encode(&anchor.signature),
        }
    }
}

impl TryFrom<Line> for Anchor {
    /// It is no anchor.
    type Error = ();

    fn try_from(line: Line) -> Result<Self, ()> {
        let root = STANDARD.decode(line.root).map_err(|_| ())?;
        Ok(Self {
            head: Head {
                tenant: line.tenant,
                size: line.size,
                root: root.try_into().map_err(|_| ())?,
                signed_at: line.signed_at,
            },
            signature: STANDARD.decode(line.signature).map_err(|_| ())?,
        })
    }
}

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The entry at this position was changed, or put in by somebody without the tenant's key.
    Changed(u64),
    /// Entries stand outside of the positions that are counted.
    Stray,
    /// The entry at this position is gone.
    Removed(u64),
    /// From this position on the log was cut off.
    Cut(u64),
    /// Entries between these positions are not those whose head was signed.
    Rewritten {
        /// The first entry that may be.
        from: u64,
        /// The entry after the last.
        to: u64,
    },
    /// The head of this size was not signed by us.
    Forged(u64),
    /// Nothing of ours says how many entries are from before there were seals.
    Uncounted,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(at) => write!(f, "entry {at} was changed or put in"),
            Self::Stray => write!(f, "entries were put in outside of the positions"),
            Self::Removed(at) => write!(f, "entry {at} was removed"),
            Self::Cut(at) => write!(f, "the log was cut off before entry {at}"),
            Self::Rewritten { from, to } => {
                write!(f, "the entries from {from} to {} were rewritten", to - 1)
            }
            Self::Uncounted => write!(
                f,
                "what said how many entries are from before they were sealed was changed or removed"
            ),
            Self::Forged(size) => {
                write!(
                    f,
                    "the head over {size} entries was not signed by this installation"
                )
            }
        }
    }
}

/// What looking at a whole log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that were looked at, up to the flaw if there is one.
    pub entries: u64,
    /// Entries that a signed head covers; the newest second of the log may not be yet.
    pub signed: u64,
    /// Entries from the first on that have expired: what they said is gone, and their leaves are as they were.
    pub expired: u64,
    /// The first thing that is wrong.
    pub flaw: Option<Flaw>,
}

impl Platform {
    /// The tenants who have a log, with the first labels of their addresses.
    pub async fn logs(&self) -> Result<Vec<(TenantId, String)>, Fault> {
        let mut reader = self.database().platform_read().await?;
        Ok(tenants::with_plane(&mut reader).await?)
    }

    /// The key that verifies heads, for whoever keeps them.
    pub fn head_public_key(&self) -> [u8; 32] {
        self.vault().heads().public()
    }

    /// The same in base64, for people.
    pub fn head_key(&self) -> String {
        STANDARD.encode(self.head_public_key())
    }

    /// Signs the log of a tenant as far as it is; none if nothing was added. What is not genuine is not signed:
    /// [`FaultCode::Internal`](contract::FaultCode::Internal), and a word in the log of the server.
    pub async fn sign_log(&self, tenant: TenantId) -> Result<Option<Anchor>, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        if scope.tenant().is_canary {
            // Nothing that matters is written there, and the log goes with the canary: its heads would be missed for ever.
            return Ok(None);
        }
        let (frontier, before) = self.edge(&scope).await?;
        if frontier.size() == before {
            // A crash may have come between a head and the word about it.
            self.tell_signed(&scope, before).await?;
            return Ok(None);
        }
        let anchor = self.sign_edge(tenant, &frontier);
        let signed = SignedHead {
            head: anchor.head.clone(),
            frontier,
            signature: anchor.signature.clone(),
        };
        event_heads::keep(self.database(), &scope, &signed).await?;
        // The head goes where heads are kept, whatever comes of the word about it, which is said again.
        if let Err(fault) = self.tell_signed(&scope, anchor.head.size).await {
            tracing::warn!(%tenant, ?fault, "what was signed is not noted for the receiver of the log");
            self.database().put_back_unsigned(tenant);
        }
        Ok(Some(anchor))
    }

    /// Lets the receiver of a log have what a head covers now.
    async fn tell_signed(&self, scope: &TenantScope, size: u64) -> Result<(), Fault> {
        let told = receivers::note_signed(self.database(), scope.tenant_id(), size).await?;
        self.hold_receiver(scope, told, size).await
    }

    /// The edge of a log as it is now, and the size of the newest head that was kept.
    pub(crate) async fn edge(&self, scope: &TenantScope) -> Result<(Frontier, u64), Fault> {
        let tenant = scope.tenant_id();
        let mut reader = self.database().read(scope).await?;
        let keyring = reader.keyring()?;
        let newest = event_heads::newest(&mut reader).await?;
        let mut frontier = match newest {
            None => Frontier::default(),
            Some(signed) => self.checked(signed).map_err(|flaw| refuse(tenant, &flaw))?,
        };
        let before = frontier.size();
        while extend(&mut reader, &keyring, &mut frontier)
            .await?
            .map_err(|flaw| refuse(tenant, &flaw))?
        {}
        Ok((frontier, before))
    }

    /// The head that this edge comes to, signed at this moment.
    pub(crate) fn sign_edge(&self, tenant: TenantId, edge: &Frontier) -> Anchor {
        let head = Head {
            tenant,
            size: edge.size(),
            root: edge.root(),
            signed_at: self.clock().now(),
        };
        let signature = self.vault().heads().sign(&head);
        Anchor { head, signature }
    }

    /// The edge that a kept head stands for, if it was signed by us and is that edge's.
    pub(crate) fn checked(&self, signed: SignedHead) -> Result<Frontier, Flaw> {
        let is_ours = signed
            .head
            .verify(&self.head_public_key(), &signed.signature);
        if is_ours.is_ok() && signed.frontier.root() == signed.head.root {
            Ok(signed.frontier)
        } else {
            Err(Flaw::Forged(signed.head.size))
        }
    }

    /// Looks at the whole log of a tenant, and holds it against its heads and those that were kept elsewhere.
    pub async fn verify_log(&self, tenant: TenantId, anchors: &[Anchor]) -> Result<Verdict, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let expected = match self.expected(&scope, anchors).await? {
            Ok(expected) => expected,
            Err(flaw) => return Ok(Walk::new(BTreeMap::new()).verdict(Some(flaw))),
        };
        let mut reader = self.database().read(&scope).await?;
        let keyring = reader.keyring()?;
        let mut walk = Walk::new(expected);
        let flaw = walk.run(&mut reader, &keyring).await?;
        Ok(walk.verdict(flaw))
    }

    /// Roots by size that the log must have had, of heads that we signed.
    async fn expected(
        &self,
        scope: &TenantScope,
        anchors: &[Anchor],
    ) -> Result<Result<BTreeMap<u64, Vec<Hash>>, Flaw>, Fault> {
        let mut expected: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
        let mut reader = self.database().read(scope).await?;
        let mut size = 0;
        loop {
            let heads = event_heads::larger_than(&mut reader, size, BATCH).await?;
            let Some(last) = heads.last() else { break };
            size = i64::try_from(last.head.size).unwrap_or(i64::MAX);
            for signed in heads {
                let head = signed.head.clone();
                if let Err(flaw) = self.checked(signed) {
                    return Ok(Err(flaw));
                }
                expected.entry(head.size).or_default().push(head.root);
            }
        }
        let kept = self.add_anchors(&mut expected, scope.tenant_id(), anchors);
        Ok(kept.map(|()| expected))
    }

    /// Adds the roots of heads that were kept elsewhere.
    pub(crate) fn add_anchors(
        &self,
        expected: &mut BTreeMap<u64, Vec<Hash>>,
        owner: TenantId,
        anchors: &[Anchor],
    ) -> Result<(), Flaw> {
        for Anchor { head, signature } in anchors {
            let is_ours = head.verify(&self.head_public_key(), signature).is_ok();
            if !is_ours || head.tenant != owner {
                return Err(Flaw::Forged(head.size));
            }
            expected.entry(head.size).or_default().push(head.root);
        }
        Ok(())
    }
}

/// The way from the first entry to the last.
pub(crate) struct Walk {
    pub(crate) frontier: Frontier,
    /// Roots by size that were signed.
    expected: BTreeMap<u64, Vec<Hash>>,
    /// The largest of these sizes that was reached and found right.
    signed: u64,
    /// Entries that have expired.
    expired: u64,
}

impl Walk {
    pub(crate) fn new(expected: BTreeMap<u64, Vec<Hash>>) -> Self {
        Self {
            frontier: Frontier::default(),
            expected,
            signed: 0,
            expired: 0,
        }
    }

    async fn run(
        &mut self,
        reader: &mut TenantReader,
        keyring: &Keyring,
    ) -> Result<Option<Flaw>, Fault> {
        if events::has_strays(reader).await? {
            return Ok(Some(Flaw::Stray));
        }
        // Asked first: entries may be added meanwhile.
        let counted = u64::try_from(events::size(reader).await?).unwrap_or_default();
        loop {
            let entries = next(reader, self.frontier.size()).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                match add(&mut self.frontier, keyring, &entry) {
                    Ok(told) => self.expired += u64::from(told.is_none()),
                    Err(flaw) => return Ok(Some(flaw)),
                }
                if let Some(flaw) = self.hold() {
                    return Ok(Some(flaw));
                }
            }
        }
        Ok(self.end(counted))
    }

    /// Holds what was walked so far against a head over just that, if there is one.
    pub(crate) fn hold(&mut self) -> Option<Flaw> {
        let size = self.frontier.size();
        let roots = self.expected.get(&size)?;
        let root = self.frontier.root();
        if roots.iter().any(|expected| *expected != root) {
            let from = self.signed;
            return Some(Flaw::Rewritten { from, to: size });
        }
        self.signed = size;
        None
    }

    /// What is wrong with an end here, where so many entries were counted.
    pub(crate) fn end(&self, counted: u64) -> Option<Flaw> {
        let here = self.frontier.size();
        let signed = self.expected.keys().next_back().copied();
        (counted.max(signed.unwrap_or_default()) > here).then_some(Flaw::Cut(here))
    }

    pub(crate) fn verdict(&self, flaw: Option<Flaw>) -> Verdict {
        Verdict {
            entries: self.frontier.size(),
            signed: self.signed,
            expired: self.expired,
            flaw,
        }
    }
}

/// An entry, or what is left of one.
pub(crate) enum Kept {
    Entry(Box<Entry>),
    Expired(Expired),
}

impl Kept {
    pub(crate) fn position(&self) -> i64 {
        match self {
            Self::Entry(entry) => entry.position,
            Self::Expired(expired) => expired.position,
        }
    }
}

/// The next entries from a position on. Where there is none, those count that the log itself says have expired.
pub(crate) async fn next(reader: &mut TenantReader, position: u64) -> Result<Vec<Kept>, Fault> {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    let entries = events::from_position(reader, position, BATCH).await?;
    let first = entries.first().map(|entry| entry.position);
    if first != Some(position) {
        let expired = i64::try_from(expired_before(reader).await?).unwrap_or(i64::MAX);
        let before = first.map_or(expired, |first| first.min(expired));
        let left = retention::from_position(reader, position, before, BATCH).await?;
        if !left.is_empty() {
            return Ok(left.into_iter().map(Kept::Expired).collect());
        }
    }
    let entries = entries.into_iter().map(Box::new);
    Ok(entries.map(Kept::Entry).collect())
}

/// Adds the next entries; answers whether there were any.
async fn extend(
    reader: &mut TenantReader,
    keyring: &Arc<Keyring>,
    frontier: &mut Frontier,
) -> Result<Result<bool, Flaw>, Fault> {
    let entries = next(reader, frontier.size()).await?;
    for entry in &entries {
        if let Err(flaw) = add(frontier, keyring, entry) {
            return Ok(Err(flaw));
        }
    }
    Ok(Ok(!entries.is_empty()))
}

/// Adds an entry, and answers what it says; none if it has expired.
pub(crate) fn add(
    frontier: &mut Frontier,
    keyring: &Keyring,
    kept: &Kept,
) -> Result<Option<Told>, Flaw> {
    let at = frontier.size();
    if u64::try_from(kept.position()) != Ok(at) {
        return Err(Flaw::Removed(at));
    }
    match kept {
        Kept::Entry(entry) => {
            let told = entry.told(keyring).ok_or(Flaw::Changed(at))?;
            frontier.push(entry.leaf());
            Ok(Some(told))
        }
        Kept::Expired(expired) => {
            frontier.push(expired.leaf);
            Ok(None)
        }
    }
}

/// What is not genuine is not signed, and said so where operators look.
pub(crate) fn refuse(tenant: TenantId, flaw: &Flaw) -> Fault {
    tracing::error!(%tenant, %flaw, "the log of a tenant is not genuine and is not signed");
    Fault::internal()
}
