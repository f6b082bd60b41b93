//! The audit log: who did what to which thing, when and from where.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Page, PageRequest,
    ids::{EventId, TenantId},
};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The entry's id; ids grow with time.
    pub id: EventId,
    /// The tenant it concerns; absent for the platform itself.
    pub tenant_id: Option<TenantId>,
    /// What was done, as `noun.verb`.
    pub action: String,
    /// `operator`, `user`, `system` or `anonymous`.
    pub actor_kind: String,
    /// Id of whoever did it, if there is one.
    pub actor_id: Option<uuid::Uuid>,
    /// Name of whoever did it, as it was then.
    pub actor_name: String,
    /// Noun of the thing it was done to.
    pub target_kind: String,
    /// Id or key of the thing.
    pub target_id: String,
    /// What else is worth knowing: before and after, the reason given.
    pub detail: serde_json::Value,
    /// Address of the caller.
    pub ip: Option<String>,
    /// Joins the entry to the log lines of its request.
    pub request_id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which entries a list shows; each empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventFilter {
    /// Beginning of an action: `customer` or `customer.update`.
    pub action: String,
    /// Part of the actor's name.
    pub actor: String,
    /// Id of a tenant; operators only.
    pub tenant: String,
}

/// In which form a tenant's log is exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    /// A line of JSON for each entry, with its proof.
    #[default]
    Jsonl,
    /// A table for reading, without proof.
    Csv,
}

impl ExportForm {
    /// The word, which is the ending of a file's name as well.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// Reading a log. An operator reads the platform's, a tenant's admin the tenant's own.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// A page of entries, newest first.
    async fn event_list(&self, filter: EventFilter, page: PageRequest) -> Answer<Page<Event>>;
}
