//! The outbox: every mail the platform sends is a row first.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Page, PageRequest,
    acts::words,
    ids::{MailId, TenantId},
};

words! {
    /// How far a mail is.
    MailState {
        /// Waiting to be sent.
        Queued = "queued",
        /// Taken by the mail server, or written to the folder of files.
        Sent = "sent",
        /// Given up after the last attempt.
        Failed = "failed",
    }
}

/// One line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// The mail's id.
    pub id: MailId,
    /// The tenant it concerns.
    pub tenant_id: Option<TenantId>,
    /// Slug of that tenant.
    pub tenant_slug: Option<String>,
    /// Key of the text (`owner_invitation`, `password_reset` …).
    pub kind: String,
    /// The recipient.
    pub recipient: String,
    /// The subject line.
    pub subject: String,
    /// How far it is.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// The last error, in words for operators.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
}

/// A mail with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// What the outbox lists.
    #[serde(flatten)]
    pub row: MailRow,
    /// The plain text.
    pub text: String,
    /// The HTML, shown only inside a sandboxed frame.
    pub html: String,
}

/// Which mails a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailFilter {
    /// Part of a recipient or subject; empty for all.
    pub q: String,
    /// Word of a [`MailState`]; empty for all.
    pub state: String,
}

/// What an operator can do with the outbox.
#[async_trait]
pub trait Mails: Send + Sync {
    /// A page of mails, newest first.
    async fn mail_list(&self, filter: MailFilter, page: PageRequest) -> Answer<Page<MailRow>>;
    /// One mail.
    async fn mail_get(&self, id: MailId) -> Answer<Mail>;
    /// Puts a failed mail back into the queue.
    async fn mail_retry(&self, id: MailId) -> Answer<()>;
}
