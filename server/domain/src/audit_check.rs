//! Checking the export of a log, with nothing but the file: no database, no key of the tenant's, no network.
//!
//! From the text of each entry and the hash beside it follows its leaf, from the leaves the root that the head was
//! signed over. Each entry is signed for its place, too, so that the first that was tampered with is named, and not just
//! the whole. Heads that were kept elsewhere are held against the same leaves.

use std::{collections::BTreeMap, io, io::BufRead};

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use vault::log::{Frontier, Hash, Head, Place, commitment, entry_leaf};

use crate::{
    audit_export::{EntryLine, FORMAT, FirstLine},
    audit_proof::{Anchor, Flaw},
};

/// A head may be kept while an export begins, by a machine whose clock is not quite ours.
const AT_ONCE: TimeDelta = TimeDelta::minutes(1);

/// What checking an export came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// First label of the tenant's address, as the export says.
    pub slug: String,
    /// The head that the export was made under.
    pub head: Head,
    /// The key that signed it, in base64, as the export says. Without a key or head from elsewhere, all that is shown is
    /// that whoever has this key made the export.
    pub public_key: String,
    /// Entries that were looked at, up to the flaw if there is one.
    pub entries: u64,
    /// Those whose text is vouched for by the signature on them alone: they are older than commitments.
    pub vouched: u64,
    /// Those that have expired: what they said is gone, and their leaves are in the tree as they were.
    pub expired: u64,
    /// The first thing that is wrong.
    pub flaw: Option<Flaw>,
}

/// Why a file cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum NotChecked {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Its first line is another one.
    #[error("this is no export of a log; its first line says neither tenant nor head")]
    NoExport,
}

/// Looks at a whole export, and holds it against heads that were kept elsewhere and the key that must have signed it.
pub fn check(
    file: impl BufRead,
    anchors: &[Anchor],
    key: Option<&str>,
) -> Result<Checked, NotChecked> {
    let mut lines = file.lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let (first, head) = first_line(&first).ok_or(NotChecked::NoExport)?;
    let public = STANDARD.decode(&first.public_key).ok();
    let public = public.and_then(|key| <[u8; 32]>::try_from(key).ok());
    let mut checked = Checked {
        slug: first.slug,
        head: head.head.clone(),
        public_key: first.public_key,
        entries: 0,
        vouched: 0,
        expired: 0,
        flaw: None,
    };
    let is_known = key.is_none_or(|key| key == checked.public_key);
    let Some(public) = public.filter(|_| is_known) else {
        checked.flaw = Some(Flaw::Forged(head.head.size));
        return Ok(checked);
    };
    match expected(&head, anchors, &public) {
        Ok(expected) => walk(lines, &mut checked, &expected, &public)?,
        Err(flaw) => checked.flaw = Some(flaw),
    }
    Ok(checked)
}

fn first_line(line: &str) -> Option<(FirstLine, Anchor)> {
    let first: FirstLine = serde_json::from_str(line).ok()?;
    let head = first.head.clone().try_into().ok()?;
    (first.format == FORMAT).then_some((first, head))
}

/// Roots by size that the log must have had.
fn expected(
    head: &Anchor,
    anchors: &[Anchor],
    public: &[u8; 32],
) -> Result<BTreeMap<u64, Vec<Hash>>, Flaw> {
    let mut expected: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
    for anchor in [head].into_iter().chain(anchors) {
        let Head { tenant, size, .. } = anchor.head;
        let is_ours = anchor.head.verify(public, &anchor.signature).is_ok();
        if !is_ours || tenant != head.head.tenant {
            return Err(Flaw::Forged(size));
        }
        if size <= head.head.size {
            expected.entry(size).or_default().push(anchor.head.root);
        } else if anchor.head.signed_at + AT_ONCE < head.head.signed_at {
            // The log was longer before it was exported.
            return Err(Flaw::Cut(head.head.size));
        }
    }
    Ok(expected)
}

fn walk(
    lines: impl Iterator<Item = io::Result<String>>,
    checked: &mut Checked,
    expected: &BTreeMap<u64, Vec<Hash>>,
    public: &[u8; 32],
) -> io::Result<()> {
    let size = checked.head.size;
    let mut frontier = Frontier::default();
    let mut right = 0;
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        let (line, at) = (line?, frontier.size());
        let entry: Option<EntryLine> = serde_json::from_str(&line).ok();
        // A download that broke off ends within a line.
        if entry.is_none() && lines.peek().is_none() && at < size {
            break;
        }
        let place = match entry.filter(|_| at < size) {
            Some(entry) if entry.position > at => Err(Flaw::Removed(at)),
            Some(entry) if entry.position == at => {
                checked.expired += u64::from(entry.said.is_none());
                checked.vouched += u64::from(entry.said.is_some() && entry.row.is_none());
                place(checked, &entry, public).ok_or(Flaw::Changed(at))
            }
            _ => Err(Flaw::Changed(at)),
        };
        let leaf = match place {
            Ok(place) => place.leaf,
            Err(flaw) => {
                checked.flaw = Some(flaw);
                return Ok(());
            }
        };
        frontier.push(leaf);
        checked.entries = frontier.size();
        let Some(roots) = expected.get(&frontier.size()) else {
            continue;
        };
        let root = frontier.root();
        if roots.iter().any(|expected| *expected != root) {
            let to = frontier.size();
            checked.flaw = Some(Flaw::Rewritten { from: right, to });
            return Ok(());
        }
        right = frontier.size();
    }
    if frontier.size() < size {
        checked.flaw = Some(Flaw::Cut(frontier.size()));
    }
    Ok(())
}

/// The place of an entry, if it was signed for it.
fn place(checked: &Checked, entry: &EntryLine, public: &[u8; 32]) -> Option<Place> {
    let hash = |text: &str| Hash::try_from(STANDARD.decode(text).ok()?).ok();
    let said = entry.said.as_deref().map(commitment);
    let leaf = match (&said, &entry.row, &entry.leaf) {
        (Some(said), Some(row), None) => entry_leaf(entry.position, said, &hash(row)?),
        (_, None, Some(leaf)) => hash(leaf)?,
        _ => return None,
    };
    let place = Place {
        tenant: checked.head.tenant,
        position: entry.position,
        leaf,
        said,
    };
    let signature = STANDARD.decode(&entry.signature).ok()?;
    place.verify(public, &signature).ok()?;
    Some(place)
}
