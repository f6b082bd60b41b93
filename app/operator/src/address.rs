//! Addresses of things.

use contract::ids::{MailId, TenantId};

/// The page of a tenant.
pub(crate) fn tenant(id: TenantId) -> String {
    format!("/tenants/{id}")
}

/// The page of a mail.
pub(crate) fn mail(id: MailId) -> String {
    format!("/outbox/{id}")
}
