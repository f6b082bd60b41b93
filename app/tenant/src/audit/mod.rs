//! The tenant's own audit log.

mod calls;
mod list;

pub(crate) use list::AuditPage;
