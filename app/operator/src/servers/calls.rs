//! What the page of servers asks the server for.

use contract::{Fault, servers::Server};
use leptos::prelude::*;

/// Every database server, asked now.
#[server(prefix = "/fn/operator", endpoint = "server_list")]
pub(crate) async fn server_list() -> Result<Vec<Server>, Fault> {
    portal_kit::operator()?.server_list().await
}
