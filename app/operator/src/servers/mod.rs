//! The database servers.

mod calls;
mod list;

pub(crate) use calls::server_list;
pub(crate) use list::ServersPage;
