//! What the home page asks the server for.

use contract::{Fault, me::MemberHome};
use leptos::prelude::*;

/// The numbers and the newest customers.
#[server(prefix = "/fn/member", endpoint = "home_numbers")]
pub(crate) async fn home_numbers() -> Result<MemberHome, Fault> {
    portal_kit::member()?.home().await
}
