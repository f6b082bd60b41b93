//! The platform's audit log.

mod calls;
mod list;

pub(crate) use calls::event_list;
pub(crate) use list::AuditPage;
