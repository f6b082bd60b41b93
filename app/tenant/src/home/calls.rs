//! What the home page asks the server for.

use contract::{Fault, me};
use leptos::prelude::*;

/// What is done and what is left.
#[server(prefix = "/fn/tenant", endpoint = "checklist")]
pub(crate) async fn checklist() -> Result<me::Checklist, Fault> {
    portal_kit::tenant()?.checklist().await
}
