//! What the page of visits asks the server for. Sending somebody away is in `portal_kit`, whose banner does it, too.

use contract::{Fault, Page, PageRequest, ids::VisitId, visits::Visit};
use leptos::prelude::*;

/// A page of visits, newest first.
#[server(prefix = "/fn/tenant", endpoint = "visitor_list")]
pub(super) async fn visitor_list(
    #[server(default)] page: PageRequest,
) -> Result<Page<Visit>, Fault> {
    portal_kit::tenant()?.visitor_list(page).await
}

/// Whether the workspace wants to be asked.
#[server(prefix = "/fn/tenant", endpoint = "visitor_rule")]
pub(super) async fn visitor_rule() -> Result<bool, Fault> {
    portal_kit::tenant()?.visitor_rule().await
}

/// Decides whether the workspace wants to be asked.
#[server(prefix = "/fn/tenant", endpoint = "visitor_set_rule")]
pub(super) async fn visitor_set_rule(#[server(default)] ask_first: bool) -> Result<(), Fault> {
    portal_kit::tenant()?.visitor_set_rule(ask_first).await?;
    portal_kit::notice(if ask_first {
        "From now on somebody here is asked before each visit."
    } else {
        "Visits begin without asking. They are shown while they last, and stand in the log."
    });
    portal_kit::redirect(super::LIST);
    Ok(())
}

/// Lets a visitor in who asked, or not.
#[server(prefix = "/fn/tenant", endpoint = "visitor_answer")]
pub(super) async fn visitor_answer(
    id: VisitId,
    #[server(default)] allow: bool,
) -> Result<(), Fault> {
    portal_kit::tenant()?.visitor_answer(id, allow).await?;
    portal_kit::notice(if allow {
        "The visitor can come in now."
    } else {
        "The visit was refused."
    });
    portal_kit::redirect(super::LIST);
    Ok(())
}
