//! Reads of what is said of people, counted (AUD-1). Who looked at how many of what is an entry of the tenant's log, one
//! for many reads: decision 0017 says why.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use contract::ids::{ApiKeyId, TenantId};
use store::{Actor, AuditEntry, Error, TenantReader};
use uuid::Uuid;

use crate::{Platform, TenantDesk};

/// How long the reads of somebody are counted before they are an entry.
const TOGETHER: TimeDelta = TimeDelta::minutes(10);
/// Counts that are kept at a time; with more, all become entries at the next occasion.
const MOST: usize = 10_000;

/// Who reads what, and with which key.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Reader {
    tenant: TenantId,
    who: Option<Uuid>,
    api_key: Option<ApiKeyId>,
    noun: &'static str,
}

struct Count {
    actor: Actor,
    since: DateTime<Utc>,
    reads: u64,
    rows: u64,
}

/// The reads that are no entries yet.
#[derive(Default)]
pub(crate) struct Readings {
    counts: Mutex<HashMap<Reader, Count>>,
}

impl Readings {
    fn add(&self, reader: Reader, count: Count) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (reads, rows) = (count.reads, count.rows);
        counts
            .entry(reader)
            .and_modify(|known| {
                known.since = known.since.min(count.since);
                known.reads += reads;
                known.rows += rows;
            })
            .or_insert(count);
    }

    /// What has been counted long enough, or all of it.
    fn take(&self, now: DateTime<Utc>, all: bool) -> Vec<(Reader, Count)> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let all = all || counts.len() > MOST;
        let is_due = |count: &Count| all || count.since + TOGETHER <= now;
        counts.extract_if(|_, count| is_due(count)).collect()
    }
}

impl TenantDesk {
    /// Counts a read of so many rows about people.
    pub(crate) fn note_read(&self, reader: &TenantReader, noun: &'static str, rows: usize) {
        let api_key = self.scope.caller().api_key;
        self.platform.note_read(reader, api_key, noun, rows);
    }
}

impl Platform {
    /// Counts a read of so many rows about people, in the name of whoever the reader acts for.
    pub(crate) fn note_read(
        &self,
        reader: &TenantReader,
        api_key: Option<ApiKeyId>,
        noun: &'static str,
        rows: usize,
    ) {
        if rows == 0 {
            return;
        }
        let actor = match reader.actor() {
            Actor::User { id, name, .. } => Actor::User {
                id: *id,
                name: name.clone(),
                acts: Vec::new(),
                switched_off: Vec::new(),
            },
            other => other.clone(),
        };
        let who = Reader {
            tenant: reader.tenant(),
            who: actor.uuid(),
            api_key,
            noun,
        };
        let count = Count {
            actor,
            since: self.clock().now(),
            reads: 1,
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
        };
        self.readings().add(who, count);
    }

    /// Writes the reads that have been counted long enough into the logs of their tenants, or all of them before the end;
    /// how many entries that were. Those of a log that is away are kept for another time.
    pub async fn record_readings(&self, all: bool) -> usize {
        let mut recorded = 0;
        for (reader, count) in self.readings().take(self.clock().now(), all) {
            match self.record_reading(&reader, &count).await {
                Ok(()) => recorded += 1,
                Err(Error::Unavailable(_) | Error::Unusable(_) | Error::Barred) => {
                    self.readings().add(reader, count);
                }
                Err(error) => {
                    tracing::error!(tenant = %reader.tenant, %error, "reads of what is said of people are not on record");
                }
            }
        }
        recorded
    }

    async fn record_reading(&self, reader: &Reader, count: &Count) -> store::Result<()> {
        let Some(scope) = self.database().log_scope(reader.tenant).await? else {
            return Ok(());
        };
        let entry = AuditEntry::new("personal.read", reader.noun, "many")
            .with("reads", count.reads)
            .with("rows", count.rows)
            .with("since", count.since.to_rfc3339());
        let entry = match reader.api_key {
            Some(key) => entry.with("api_key", key.to_string()),
            None => entry,
        };
        let database = self.database();
        database
            .put_on_record_for(&scope, count.actor.clone(), entry)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(readings: &Readings, who: u128, minute: i64) {
        let reader = Reader {
            tenant: TenantId::new(Uuid::nil()),
            who: Some(Uuid::from_u128(who)),
            api_key: None,
            noun: "customer",
        };
        let count = Count {
            actor: Actor::Anonymous,
            since: at(minute),
            reads: 1,
            rows: 50,
        };
        readings.add(reader, count);
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn reads_are_counted_together_and_taken_once() {
        let readings = Readings::default();
        for (who, minute) in [(1, 0), (1, 5), (2, 5)] {
            read(&readings, who, minute);
        }
        assert!(readings.take(at(9), false).is_empty());
        let taken = readings.take(at(10), false);
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].1.reads, taken[0].1.rows), (2, 100));
        assert!(readings.take(at(10), false).is_empty());
        assert_eq!(readings.take(at(10), true).len(), 1);
    }

    #[test]
    fn more_than_are_kept_are_taken_early() {
        let readings = Readings::default();
        for who in 0..=MOST {
            read(&readings, u128::try_from(who).unwrap_or_default(), 0);
        }
        assert_eq!(readings.take(at(0), false).len(), MOST + 1);
    }
}
