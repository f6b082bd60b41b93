//! What the page of sign-ins asks the server for.

use contract::{Fault, Page, PageRequest, factor_rule::FactorHolder};
use leptos::prelude::*;

/// A page of people and what they have, by name.
#[server(prefix = "/fn/tenant", endpoint = "factor_list")]
pub(super) async fn factor_list(
    #[server(default)] page: PageRequest,
) -> Result<Page<FactorHolder>, Fault> {
    portal_kit::tenant()?.factor_list(page).await
}

/// Whether everybody needs a second factor.
#[server(prefix = "/fn/tenant", endpoint = "factor_rule")]
pub(super) async fn factor_rule() -> Result<bool, Fault> {
    portal_kit::tenant()?.factor_rule().await
}

/// Decides whether everybody needs a second factor.
#[server(prefix = "/fn/tenant", endpoint = "factor_set_rule")]
pub(super) async fn factor_set_rule(#[server(default)] required: bool) -> Result<(), Fault> {
    portal_kit::tenant()?.factor_set_rule(required).await?;
    portal_kit::notice(if required {
        "From now on everybody needs an authenticator app or a passkey. Who has neither is led to set one up."
    } else {
        "Nobody needs an app or a passkey any more; those that are set up are asked for as before."
    });
    portal_kit::redirect(super::HERE);
    Ok(())
}
