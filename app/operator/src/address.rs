//! Addresses of things.

use contract::ids::{ApprovalId, IsolationRunId, MailId, TenantId};

/// The page of a tenant.
pub(crate) fn tenant(id: TenantId) -> String {
    format!("/tenants/{id}")
}

/// The page of an approval.
pub(crate) fn approval(id: ApprovalId) -> String {
    format!("/approvals/{id}")
}

/// The page of a run of the isolation prober.
pub(crate) fn isolation_run(id: IsolationRunId) -> String {
    format!("/isolation/{id}")
}

/// The page of a mail.
pub(crate) fn mail(id: MailId) -> String {
    format!("/outbox/{id}")
}
