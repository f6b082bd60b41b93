//! What receivers get, and when (AUD-4): entries that a signed head covers, in their order, each at least once; then the
//! head. Whoever carries the messages asks here for the next one, and says what became of it. Decision 0020.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{Fault, Sensitive, audit::Event, ids::TenantId};
use serde::Serialize;
use serde_json::{Value, json};
use store::{
    platform::{
        receivers,
        receivers::{Progress, ReceiverRow},
    },
    tenant::event_heads,
};
use vault::{Keyring, WebhookSecret};

pub use store::platform::receivers::Turn;

use crate::{
    Platform,
    audit_proof::{Anchor, Flaw, Kept, Line, next, refuse},
};

/// Entries of a message at most.
const ENTRIES: usize = 100;
/// Bytes after which a message takes no further entry.
const BYTES: usize = 256 * 1024;
/// How long whoever carries messages keeps a receiver after a sign of life. Longer than a request takes.
const LEASE: Duration = Duration::from_mins(1);
/// Before the second attempt; each further one waits twice as long.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// At most.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// A message to a receiver, signed.
pub struct Delivery {
    /// Where it goes.
    pub url: Sensitive<String>,
    /// What goes with it.
    pub headers: [(&'static str, String); 4],
    /// JSON.
    pub body: Vec<u8>,
    turn: Turn,
    /// What it comes to; none for a test.
    progress: Option<Progress>,
}

/// What a message says.
struct Message {
    kind: &'static str,
    /// The same for the same content, so that a receiver can tell a message that comes again.
    id: String,
    data: Value,
    progress: Option<Progress>,
}

/// An entry, with the leaf that stands for it in the tree of the log.
#[derive(Serialize)]
struct EntryOut {
    position: u64,
    leaf: String,
    /// Absent once the retention has removed what it said.
    event: Option<Event>,
}

impl Platform {
    /// Takes receivers to which something is to be sent, this many at most. Each is to be
    /// [released](Self::release_receiver).
    pub async fn take_due_receivers(&self, limit: usize) -> Result<Vec<Turn>, Fault> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let now = self.clock().now();
        Ok(receivers::take_due(self.database(), now, LEASE, limit).await?)
    }

    /// Lets others take a receiver.
    pub async fn release_receiver(&self, turn: Turn) -> Result<(), Fault> {
        Ok(receivers::release(self.database(), turn).await?)
    }

    /// The next message to a receiver; none if there is nothing to say now, or it is another's turn. Whatever keeps one from being
    /// made counts as an attempt that failed: the next is made after a pause.
    pub async fn next_delivery(&self, turn: Turn) -> Result<Option<Delivery>, Fault> {
        let mut reader = self.database().platform_read().await?;
        let row = receivers::find(&mut reader, turn.tenant).await;
        drop(reader);
        let row = match row {
            Ok(Some(row)) if row.turn == turn.turn => row,
            Ok(_) => return Ok(None),
            Err(error) => {
                let why = "Its address and secrets cannot be read. Delete it and make it anew.";
                // One of the two was due, and nothing says which.
                receivers::note_tested(self.database(), turn, self.clock().now(), Some(why))
                    .await?;
                self.put_off(turn, why).await?;
                return Err(error.into());
            }
        };
        let now = self.clock().now();
        // The head follows the entries that it stands for.
        let is_waiting = row.head_sent < row.signed;
        let message = if row.test_wanted {
            self.test(turn.tenant, now).await
        } else if !row.is_on || !is_waiting || now < row.not_before {
            return Ok(None);
        } else if row.sent < row.signed {
            self.entries(turn.tenant, &row).await
        } else {
            self.head(turn.tenant, &row).await
        };
        match message.and_then(|message| sign(turn, &row, message, now)) {
            Ok(delivery) => Ok(Some(delivery)),
            Err(fault) if row.test_wanted => {
                let why =
                    "No message could be made. Whoever runs this system finds more in its log.";
                receivers::note_tested(self.database(), turn, now, Some(why)).await?;
                Err(fault)
            }
            Err(fault) => {
                let why = "The log cannot be read, or is not genuine. Whoever runs this system finds more in its log.";
                self.put_off(turn, why).await?;
                Err(fault)
            }
        }
    }

    /// Notes what became of a message: the status that the receiver answered, or why it did not. Answers whether the next may
    /// follow at once.
    pub async fn note_delivery(
        &self,
        delivery: &Delivery,
        told: Result<u16, String>,
    ) -> Result<bool, Fault> {
        let why = match told {
            Ok(200..300) => None,
            Ok(status) => Some(format!("The server answered {status}.")),
            Err(why) => Some(format!("It failed: {why}.")),
        };
        let (database, now) = (self.database(), self.clock().now());
        let turn = delivery.turn;
        match (delivery.progress, why) {
            (None, why) => {
                receivers::note_tested(database, turn, now, why.as_deref()).await?;
                Ok(true)
            }
            (Some(progress), None) => {
                Ok(receivers::note_sent(database, turn, progress, now, LEASE).await?)
            }
            (Some(_), Some(why)) => {
                self.put_off(turn, &why).await?;
                Ok(false)
            }
        }
    }

    async fn put_off(&self, turn: Turn, why: &str) -> Result<(), Fault> {
        let mut reader = self.database().platform_read().await?;
        let failures = receivers::failures(&mut reader, turn).await?;
        drop(reader);
        let Some(failures) = failures else {
            return Ok(());
        };
        let not_before = self.clock().now() + pause(failures);
        Ok(receivers::note_failed(self.database(), turn, why, not_before).await?)
    }

    async fn test(&self, tenant: TenantId, now: DateTime<Utc>) -> Result<Message, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        Ok(Message {
            kind: "log.test",
            id: format!("test-{tenant}-{}", now.timestamp_millis()),
            data: json!({ "tenant": scope.tenant().slug }),
            progress: None,
        })
    }

    async fn entries(&self, tenant: TenantId, row: &ReceiverRow) -> Result<Message, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let mut reader = self.database().read(&scope).await?;
        let keyring = reader.keyring()?;
        let from = u64::try_from(row.sent).unwrap_or_default();
        let mut entries = Vec::new();
        let (mut at, mut bytes) = (from, 0);
        for kept in next(&mut reader, from).await? {
            let is_enough = entries.len() >= ENTRIES || bytes >= BYTES;
            if is_enough || kept.position() >= row.signed {
                break;
            }
            let entry = out(&keyring, &kept, at).map_err(|flaw| refuse(tenant, &flaw))?;
            let entry = serde_json::to_value(entry).map_err(|_| Fault::internal())?;
            bytes += entry.to_string().len();
            entries.push(entry);
            at += 1;
        }
        drop(reader);
        if entries.is_empty() {
            return Err(refuse(tenant, &Flaw::Cut(from)));
        }
        let to = i64::try_from(at).unwrap_or(i64::MAX);
        Ok(Message {
            kind: "log.entries",
            id: format!("entries-{tenant}-{from}-{to}"),
            data: json!({ "tenant": scope.tenant().slug, "entries": entries }),
            progress: Some(Progress::Entries { from: row.sent, to }),
        })
    }

    async fn head(&self, tenant: TenantId, row: &ReceiverRow) -> Result<Message, Fault> {
        let scope = self.database().log_scope(tenant).await?;
        let scope = scope.ok_or_else(Fault::tenant_unknown)?;
        let mut reader = self.database().read(&scope).await?;
        let newest = event_heads::newest(&mut reader).await?;
        drop(reader);
        let newest = newest.ok_or_else(Fault::internal)?;
        let anchor = Anchor {
            head: newest.head.clone(),
            signature: newest.signature.clone(),
        };
        self.checked(newest).map_err(|flaw| refuse(tenant, &flaw))?;
        let size = anchor.head.size;
        if size < u64::try_from(row.signed).unwrap_or_default() {
            return Err(refuse(tenant, &Flaw::Cut(size)));
        }
        Ok(Message {
            kind: "log.head",
            id: format!("head-{tenant}-{size}"),
            data: json!({
                "tenant": scope.tenant().slug,
                "public_key": self.head_key(),
                "head": Line::from(&anchor),
            }),
            progress: Some(Progress::Head(i64::try_from(size).unwrap_or(i64::MAX))),
        })
    }
}

/// How long is waited after so many failures and one more.
fn pause(failures: i32) -> TimeDelta {
    let doubled = u32::try_from(failures).unwrap_or_default().min(16);
    (FIRST_PAUSE * 2_i32.pow(doubled)).min(LONGEST_PAUSE)
}

fn out(keyring: &Keyring, kept: &Kept, at: u64) -> Result<EntryOut, Flaw> {
    if u64::try_from(kept.position()) != Ok(at) {
        return Err(Flaw::Removed(at));
    }
    let (leaf, event) = match kept {
        Kept::Entry(entry) => {
            let told = entry.told(keyring).ok_or(Flaw::Changed(at))?;
            (entry.leaf(), Some(told.event))
        }
        Kept::Expired(expired) => (expired.leaf, None),
    };
    Ok(EntryOut {
        position: at,
        leaf: STANDARD.encode(leaf),
        event,
    })
}

fn sign(
    turn: Turn,
    row: &ReceiverRow,
    message: Message,
    now: DateTime<Utc>,
) -> Result<Delivery, Fault> {
    let said = json!({ "type": message.kind, "timestamp": now, "data": message.data });
    let body = said.to_string().into_bytes();
    let old = row.old_secret.as_ref().filter(|(_, until)| now < *until);
    let mut signatures = Vec::new();
    for secret in [Some(&row.secret), old.map(|(secret, _)| secret)]
        .into_iter()
        .flatten()
    {
        let secret = WebhookSecret::parse(secret);
        let signed = secret.and_then(|secret| secret.sign(&message.id, now, &body));
        signatures.push(signed.map_err(store::Error::from)?);
    }
    Ok(Delivery {
        url: row.url.clone(),
        headers: [
            ("content-type", "application/json".into()),
            ("webhook-id", message.id),
            ("webhook-timestamp", now.timestamp().to_string()),
            ("webhook-signature", signatures.join(" ")),
        ],
        body,
        turn,
        progress: message.progress,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        let pauses: Vec<_> = (0..12)
            .map(|failures| pause(failures).num_seconds())
            .collect();
        assert_eq!(
            pauses,
            [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
        );
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
    }
}
