//! The server that gets the log as it is written.

mod calls;
mod delete;
mod page;

pub(crate) use delete::ReceiverDelete;
pub(crate) use page::ReceiverPage;

/// Path of the page.
pub(crate) const PATH: &str = "/settings/audit/receiver";
