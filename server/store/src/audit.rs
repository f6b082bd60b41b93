//! Audit entries: what every change says of itself, in the transaction of the change.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use contract::{
    acts::Act,
    ids::{ApiKeyId, OperatorId, SessionId, UserId, VisitId},
};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// Where a request came from.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// Address of the client, as the connection or a trusted proxy says.
    pub ip: Option<IpAddr>,
    /// Joins entry and log lines.
    pub request_id: Option<String>,
    /// What the browser or program calls itself.
    pub agent: Option<String>,
    /// The browser session that says who it is; none for a token.
    pub session: Option<SessionId>,
    /// The key with which a program asks; none for a session or token.
    pub api_key: Option<ApiKeyId>,
    /// When whoever asks last proved who they are, by password and second factor.
    pub proved_at: Option<DateTime<Utc>>,
}

/// Who does something.
#[derive(Debug, Clone)]
pub enum Actor {
    /// A user of the tenant, with what role and modules allow at this moment.
    User {
        /// The user's id.
        id: UserId,
        /// The user's name.
        name: String,
        /// What the user may do.
        acts: Vec<Act>,
        /// What the role allows besides, but for modules that are switched off.
        switched_off: Vec<Act>,
    },
    /// An operator who visits the tenant, with what visitors may do at this moment.
    Visitor {
        /// The operator's id.
        id: OperatorId,
        /// The visit that allows it.
        visit: VisitId,
        /// The operator's name.
        name: String,
        /// What the visitor may do.
        acts: Vec<Act>,
        /// What they could do besides, but for modules that are switched off.
        switched_off: Vec<Act>,
    },
    /// An operator.
    Operator {
        /// The operator's id.
        id: OperatorId,
        /// The operator's name.
        name: String,
    },
    /// The platform itself, with the name of the job.
    System(&'static str),
    /// Somebody who is not signed in.
    Anonymous,
}

impl Actor {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Visitor { .. } | Self::Operator { .. } => "operator",
            Self::System(_) => "system",
            Self::Anonymous => "anonymous",
        }
    }

    /// Whether role and modules allow this at this moment.
    pub fn can(&self, act: Act) -> bool {
        match self {
            Self::User { acts, .. } | Self::Visitor { acts, .. } => acts.contains(&act),
            Self::Operator { .. } | Self::System(_) | Self::Anonymous => false,
        }
    }

    /// The id of whoever it is, if they have one.
    pub fn uuid(&self) -> Option<Uuid> {
        match self {
            Self::User { id, .. } => Some(id.uuid()),
            Self::Visitor { id, .. } | Self::Operator { id, .. } => Some(id.uuid()),
            Self::System(_) | Self::Anonymous => None,
        }
    }

    /// The name as the log shows it.
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::Visitor { name, .. } | Self::Operator { name, .. } => {
                name
            }
            Self::System(job) => job,
            Self::Anonymous => "somebody",
        }
    }
}

/// What was done to what. Who, where from and when come from the transaction.
#[derive(Debug, Clone)]
#[must_use = "an entry counts only once it is committed"]
pub struct AuditEntry {
    pub(crate) action: &'static str,
    pub(crate) target_kind: &'static str,
    pub(crate) target_id: String,
    pub(crate) detail: Value,
}

impl AuditEntry {
    /// An entry for an action written `noun.verb`.
    pub fn new(action: &'static str, target_kind: &'static str, target_id: impl ToString) -> Self {
        Self {
            action,
            target_kind,
            target_id: target_id.to_string(),
            detail: Value::Object(Map::new()),
        }
    }

    /// Adds what was changed of a thing: of each field that is another now, what it was and what it is. Who counts versions
    /// and times has said nothing by it.
    pub fn changed(self, before: &impl Serialize, after: &impl Serialize) -> Self {
        let (Some(mut before), Some(mut after)) = (fields(before), fields(after)) else {
            return self;
        };
        let names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
        for name in names {
            if BOOKKEEPING.contains(&name.as_str()) || before.get(&name) == after.get(&name) {
                before.remove(&name);
                after.remove(&name);
            }
        }
        self.with("before", before).with("after", after)
    }

    /// Adds one thing worth knowing, such as a reason.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(detail) = &mut self.detail {
            detail.insert(name.to_owned(), value.into());
        }
        self
    }
}

/// Fields that change with every change.
const BOOKKEEPING: [&str; 2] = ["version", "updated_at"];

fn fields(thing: &impl Serialize) -> Option<Map<String, Value>> {
    match serde_json::to_value(thing) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_tells_what_was_changed_and_nothing_else() {
        let before = json!({ "name": "Ada", "phone": null, "notes": "Tea", "version": 1, "updated_at": "then" });
        let after = json!({ "name": "Ada", "phone": "1", "notes": "Coffee", "version": 2, "updated_at": "now" });
        let entry = AuditEntry::new("customer.update", "customer", "it").with("reason", "asked");
        assert_eq!(
            entry.changed(&before, &after).detail,
            json!({
                "reason": "asked",
                "before": { "phone": null, "notes": "Tea" },
                "after": { "phone": "1", "notes": "Coffee" },
            })
        );
        let entry = AuditEntry::new("customer.update", "customer", "it");
        let nothing = json!({ "before": {}, "after": {} });
        assert_eq!(entry.changed(&before, &before).detail, nothing);
    }
}
