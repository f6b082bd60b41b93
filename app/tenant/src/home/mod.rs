//! The first steps of a new tenant's admin.

mod calls;
mod page;

pub(crate) use page::SettingsHome;
