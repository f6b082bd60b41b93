//! Time as an argument: nothing in this crate asks the machine what time it is.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Microseconds since 1970, for a clock that somebody else turns; absent for the machine's own.
    turned: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { turned: None }
    }

    /// A clock that stands still until [`advance`](Self::advance) turns it, for tests.
    pub fn standing_at(now: DateTime<Utc>) -> Self {
        Self {
            turned: Some(Arc::new(AtomicI64::new(now.timestamp_micros()))),
        }
    }

    /// Turns a standing clock; the machine's clock is not ours to turn.
    pub fn advance(&self, by: TimeDelta) {
        if let (Some(now), Some(micros)) = (&self.turned, by.num_microseconds()) {
            now.fetch_add(micros, Ordering::SeqCst);
        }
    }

    /// The time, in UTC, to the microsecond that PostgreSQL keeps.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine is asked what time it is"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.turned {
            Some(now) => now.load(Ordering::SeqCst),
            None => Utc::now().timestamp_micros(),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }
}
