//! The tenant's own audit log.

mod calls;
mod list;
mod retention;

pub(crate) use list::AuditPage;
