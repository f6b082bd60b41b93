//! Retention: how long a tenant's log keeps what its entries say. Their proof is kept for ever.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Answer, Fault, fault::FieldCheck};

/// The fewest days that an entry is kept: whoever did something must not be able to let it expire before it is noticed.
pub const FEWEST_DAYS: i32 = 30;
/// The most, some hundred years.
const MOST_DAYS: i32 = 36_500;

/// How long entries keep what they say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Days; none for ever.
    pub days: Option<i32>,
}

/// What a form or the API sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionDraft {
    /// Days, or empty for ever.
    pub days: String,
}

impl RetentionDraft {
    /// Parses the days, or says what is wrong with them.
    pub fn check(&self) -> Result<Retention, Fault> {
        let mut check = FieldCheck::default();
        let days = match self.days.trim() {
            "" => Ok(None),
            days => days
                .parse()
                .ok()
                .filter(|days| (FEWEST_DAYS..=MOST_DAYS).contains(days))
                .map(Some)
                .ok_or_else(|| {
                    format!(
                        "Enter {FEWEST_DAYS} to {MOST_DAYS} days, or nothing to keep everything."
                    )
                }),
        };
        let days = check.take("days", days);
        check.finish(days.map(|days| Retention { days }), self)
    }
}

/// What a tenant's admin can do with the retention of the log.
#[async_trait]
pub trait RetentionDesk: Send + Sync {
    /// How long entries keep what they say.
    async fn retention_get(&self) -> Answer<Retention>;
    /// Changes it, in force from the next night on. What has expired does not come back.
    async fn retention_update(&self, draft: RetentionDraft) -> Answer<Retention>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_none_or_enough() {
        let days = |typed: &str| {
            let draft = RetentionDraft { days: typed.into() };
            draft.check().map(|retention| retention.days).ok()
        };
        assert_eq!(days(" "), Some(None));
        assert_eq!(days("30"), Some(Some(30)));
        assert_eq!(days(" 3650 "), Some(Some(3650)));
        for bad in ["0", "29", "-1", "36501", "1e3", "thirty", "99999999999"] {
            assert_eq!(days(bad), None, "{bad}");
        }
    }
}
