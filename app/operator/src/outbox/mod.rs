//! The outbox: every mail that the platform sends.

mod calls;
mod list;
mod show;

pub(crate) use list::OutboxPage;
pub(crate) use show::MailPage;
