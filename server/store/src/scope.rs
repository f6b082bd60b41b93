//! Proof that a row said this caller may act in this tenant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::{
    acts::Act,
    ids::{OperatorId, TenantId, UserId, VisitId},
    tenants::TenantStatus,
};

use crate::{Caller, Error, Result, TenantRecord};

/// Proof that a row said this caller may act in this tenant. Only this crate makes one, after reading that row:
///
/// ```compile_fail,E0451
/// # fn forge(tenant: std::sync::Arc<store::TenantRecord>) {
/// let scope = store::TenantScope { tenant, who: store::Who::Door, caller: Default::default() };
/// # }
/// ```
///
/// There is no constructor that takes an id either:
///
/// ```compile_fail,E0624
/// # fn forge(tenant: std::sync::Arc<store::TenantRecord>) {
/// let scope = store::TenantScope::new(tenant, store::Who::Door, Default::default());
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct TenantScope {
    tenant: Arc<TenantRecord>,
    who: Who,
    caller: Caller,
    /// All that may be done, where it is less than the role allows.
    narrowed: Option<Vec<Act>>,
    owes_factor: bool,
}

/// In whose name a scope acts.
#[derive(Debug, Clone)]
pub enum Who {
    /// A user; the opening of every transaction checks that the account still is what the session or token saw.
    User {
        /// The user's id.
        id: UserId,
        /// The account's access version when the session or token was made.
        access_version: i32,
    },
    /// An operator who visits the tenant.
    Visitor(Visitor),
    /// An operator, looking at what the portal shows of a tenant.
    Operator {
        /// The operator's id.
        id: OperatorId,
        /// The operator's name.
        name: String,
    },
    /// A job of the platform.
    Job(&'static str),
    /// The sign-in page, before anybody is signed in: it looks accounts up and writes the log.
    Door,
}

/// An operator inside of a tenant, for a while.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who.
    pub operator: OperatorId,
    /// The operator's name.
    pub name: String,
    /// The visit that allows it.
    pub visit: VisitId,
    /// Whether they may change things, or only look.
    pub may_write: bool,
    /// Until when; the opening of every transaction looks at the clock.
    pub ends_at: DateTime<Utc>,
}

impl TenantScope {
    pub(crate) fn new(tenant: Arc<TenantRecord>, who: Who, caller: Caller) -> Self {
        Self {
            tenant,
            who,
            caller,
            narrowed: None,
            owes_factor: false,
        }
    }

    pub(crate) fn narrowed_to(self, acts: Vec<Act>) -> Self {
        Self {
            narrowed: Some(acts),
            ..self
        }
    }

    /// Narrowed to nothing but the own account.
    pub(crate) fn owing_factor(self) -> Self {
        Self {
            owes_factor: true,
            ..self.narrowed_to(Vec::new())
        }
    }

    /// Whether the tenant wants a second factor of this account, which has none.
    pub fn owes_factor(&self) -> bool {
        self.owes_factor
    }

    pub(crate) fn narrowed(&self) -> Option<&[Act]> {
        self.narrowed.as_deref()
    }

    /// The tenant inside.
    pub fn tenant(&self) -> &TenantRecord {
        &self.tenant
    }

    /// The tenant's id.
    pub fn tenant_id(&self) -> TenantId {
        self.tenant.id
    }

    /// In whose name it acts.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// Where the request came from.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// TEN-9: people write only while the tenant is active; provisioning writes before that. The door and the
    /// operators' portal may also while it is suspended: all they write is the log, and passwords.
    pub(crate) fn check_writable(&self) -> Result<()> {
        use TenantStatus::{Active, Provisioning, ProvisioningFailed, Suspended};
        let good = match (&self.who, self.tenant.status) {
            (Who::Job(_), Active | Provisioning | ProvisioningFailed)
            | (Who::Door | Who::Operator { .. }, Active | Suspended)
            | (Who::User { .. } | Who::Visitor(_), Active) => true,
            (
                Who::User { .. } | Who::Visitor(_) | Who::Operator { .. } | Who::Job(_) | Who::Door,
                _,
            ) => false,
        };
        if good {
            Ok(())
        } else {
            Err(Error::TenantSuspended)
        }
    }
}
