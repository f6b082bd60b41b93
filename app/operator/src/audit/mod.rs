//! The platform's audit log.

mod calls;
mod list;
mod log;

pub(crate) use calls::event_list;
pub(crate) use list::AuditPage;
pub(crate) use log::event_log;
