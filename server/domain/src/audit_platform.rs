//! The proof of the platform's own log, which says what operators did: signed and looked at as a tenant's is
//! ([`audit_proof`](crate::audit_proof)). Decision 0021.

use std::collections::BTreeMap;

use contract::{Fault, ids::TenantId};
use store::{
    PlatformReader,
    platform::{
        event_heads, events,
        events::{Entry, Seal},
        unsealed,
        unsealed::Unsealed,
    },
    tenant::event_heads::SignedHead,
};
use uuid::Uuid;
use vault::log::{Frontier, Hash};

use crate::{
    Platform,
    audit_proof::{Anchor, BATCH, Flaw, Verdict, Walk, refuse},
};

/// Stands in its heads where the tenant stands in others. No tenant has this id.
pub const PLATFORM: TenantId = TenantId::new(Uuid::nil());

impl Platform {
    /// Signs the platform's own log as far as it is; none if nothing was added. What is not genuine is not signed.
    pub async fn sign_platform_log(&self) -> Result<Option<Anchor>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let newest = event_heads::newest(&mut reader, PLATFORM).await?;
        let mut frontier = match newest {
            None => Frontier::default(),
            Some(signed) => self
                .checked(signed)
                .map_err(|flaw| refuse(PLATFORM, &flaw))?,
        };
        let before = frontier.size();
        let unsealed = unsealed::find(&mut reader).await?;
        let unsealed = unsealed.ok_or_else(|| refuse(PLATFORM, &Flaw::Uncounted))?;
        loop {
            let entries = next(&mut reader, &frontier).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                let added = add(&mut frontier, &entry, &unsealed);
                added.map_err(|flaw| refuse(PLATFORM, &flaw))?;
            }
        }
        drop(reader);
        if frontier.size() < unsealed.size {
            return Err(refuse(PLATFORM, &Flaw::Cut(frontier.size())));
        }
        if frontier.size() == before {
            return Ok(None);
        }
        let anchor = self.sign_edge(PLATFORM, &frontier);
        let signed = SignedHead {
            head: anchor.head.clone(),
            frontier,
            signature: anchor.signature.clone(),
        };
        event_heads::keep(self.database(), &signed).await?;
        Ok(Some(anchor))
    }

    /// Looks at the whole log of the platform, and holds it against its heads and those that were kept elsewhere.
    pub async fn verify_platform_log(&self, anchors: &[Anchor]) -> Result<Verdict, Fault> {
        let mut reader = self.database().platform_read().await?;
        let expected = self.expected_of_platform(&mut reader, anchors).await?;
        let expected = match expected {
            Ok(expected) => expected,
            Err(flaw) => return Ok(Walk::new(BTreeMap::new()).verdict(Some(flaw))),
        };
        let mut walk = Walk::new(expected);
        // Asked first: entries may be added meanwhile.
        let Some(counted) = events::size(&mut reader).await? else {
            return Ok(walk.verdict(Some(Flaw::Stray)));
        };
        let Some(unsealed) = unsealed::find(&mut reader).await? else {
            return Ok(walk.verdict(Some(Flaw::Uncounted)));
        };
        loop {
            let entries = next(&mut reader, &walk.frontier).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                let added = add(&mut walk.frontier, &entry, &unsealed);
                if let Some(flaw) = added.err().or_else(|| walk.hold()) {
                    return Ok(walk.verdict(Some(flaw)));
                }
            }
        }
        let counted = u64::try_from(counted).unwrap_or_default();
        let flaw = walk.end(counted.max(unsealed.size));
        Ok(walk.verdict(flaw))
    }

    /// Roots by size that the log must have had, of heads that we signed.
    async fn expected_of_platform(
        &self,
        reader: &mut PlatformReader,
        anchors: &[Anchor],
    ) -> Result<Result<BTreeMap<u64, Vec<Hash>>, Flaw>, Fault> {
        let mut expected: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
        let mut size = 0;
        loop {
            let heads = event_heads::larger_than(reader, PLATFORM, size, BATCH).await?;
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
        let kept = self.add_anchors(&mut expected, PLATFORM, anchors);
        Ok(kept.map(|()| expected))
    }
}

async fn next(reader: &mut PlatformReader, frontier: &Frontier) -> Result<Vec<Entry>, Fault> {
    let position = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
    Ok(events::from_position(reader, position, BATCH).await?)
}

/// Adds an entry, if it is what was sealed. Without a seal it counts only among those that were counted when seals began.
fn add(frontier: &mut Frontier, entry: &Entry, unsealed: &Unsealed) -> Result<(), Flaw> {
    let at = frontier.size();
    if u64::try_from(entry.position) != Ok(at) {
        return Err(Flaw::Removed(at));
    }
    let is_good = match entry.seal {
        Seal::Whole => true,
        Seal::Broken => false,
        Seal::Absent => at < unsealed.size,
    };
    if !is_good {
        return Err(Flaw::Changed(at));
    }
    frontier.push(entry.leaf);
    let (from, to) = (0, frontier.size());
    if to == unsealed.size && frontier.root() != unsealed.root {
        return Err(Flaw::Rewritten { from, to });
    }
    Ok(())
}
