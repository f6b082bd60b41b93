//! Audit entries: what every change says of itself, in the transaction of the change.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use contract::{
    acts::Act,
    ids::{ApiKeyId, OperatorId, SessionId, UserId},
};
use serde_json::Value;
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
            Self::Operator { .. } => "operator",
            Self::System(_) => "system",
            Self::Anonymous => "anonymous",
        }
    }

    pub(crate) fn uuid(&self) -> Option<Uuid> {
        match self {
            Self::User { id, .. } => Some(id.uuid()),
            Self::Operator { id, .. } => Some(id.uuid()),
            Self::System(_) | Self::Anonymous => None,
        }
    }

    /// The name as the log shows it.
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::Operator { name, .. } => name,
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
            detail: Value::Object(serde_json::Map::new()),
        }
    }

    /// Adds one thing worth knowing: a reason, a value before or after.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(detail) = &mut self.detail {
            detail.insert(name.to_owned(), value.into());
        }
        self
    }
}
