//! Approvals: where the installation wants it so, what destroys most is asked for by one operator and done by another.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Page, PageRequest,
    acts::words,
    ids::{ApprovalId, OperatorId, TenantId},
    tenants::Tenant,
};

words! {
    /// What takes two.
    HeldAct {
        /// Closing a tenant.
        TenantDeactivate = "tenant.deactivate",
    }
}

impl HeldAct {
    /// What is done, on screen: `Deactivate Luna`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::TenantDeactivate => "Deactivate",
        }
    }
}

words! {
    /// Where an approval is in its life.
    ApprovalState {
        /// Nobody has decided.
        Waiting = "waiting",
        /// Another operator agreed, and it was done.
        Approved = "approved",
        /// Another operator did not agree.
        Declined = "declined",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// Nobody decided within a day.
        Lapsed = "lapsed",
        /// The tenant's status changed meanwhile, or the role or account of whoever asked.
        Void = "void",
    }
}

impl ApprovalState {
    /// Its name on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Approved => "Approved",
            Self::Declined => "Declined",
            Self::Withdrawn => "Withdrawn",
            Self::Lapsed => "Lapsed",
            Self::Void => "Void",
        }
    }
}

/// Something that was asked for, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: ApprovalId,
    /// What is to be done.
    pub act: HeldAct,
    /// To whom.
    pub tenant: TenantId,
    /// The tenant's name.
    pub tenant_name: String,
    /// Who asked.
    pub asked_by: OperatorId,
    /// The name of who asked.
    pub asked_by_name: String,
    /// Why.
    pub reason: String,
    /// Where it is in its life.
    pub state: ApprovalState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Until when it can be decided.
    pub expires_at: DateTime<Utc>,
    /// The name of who decided.
    pub decided_by_name: Option<String>,
    /// Why it was decided so.
    pub note: Option<String>,
    /// When it was decided, or ended otherwise.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What comes of closing a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deactivation {
    /// It is closed.
    Done(Box<Tenant>),
    /// Nothing has happened yet: another operator decides.
    Waits(Box<Approval>),
}

/// Which approvals a list shows; each word empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApprovalFilter {
    /// Word of an [`ApprovalState`].
    pub state: String,
    /// Id of a tenant.
    pub tenant: String,
}

/// How the installation wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRule {
    /// Whether what destroys most takes two operators.
    pub needs_two: bool,
    /// Operators who may ask and decide.
    pub deciders: usize,
}

impl ApprovalRule {
    /// Whether nothing that takes two can be done, since there are no two.
    pub const fn is_stuck(self) -> bool {
        self.needs_two && self.deciders < 2
    }
}

/// What an operator can do with approvals.
#[async_trait]
pub trait Approvals: Send + Sync {
    /// Whether two are needed, and how many there are.
    async fn approval_rule(&self) -> Answer<ApprovalRule>;
    /// A page of approvals, newest first.
    async fn approval_list(
        &self,
        filter: ApprovalFilter,
        page: PageRequest,
    ) -> Answer<Page<Approval>>;
    /// One approval.
    async fn approval_get(&self, id: ApprovalId) -> Answer<Approval>;
    /// Agrees, which does what was asked for, or does not. Never by whoever asked; wants a recent sign-in.
    async fn approval_decide(
        &self,
        id: ApprovalId,
        approve: bool,
        note: String,
    ) -> Answer<Approval>;
    /// Takes back what one has asked for.
    async fn approval_withdraw(&self, id: ApprovalId) -> Answer<()>;
}
