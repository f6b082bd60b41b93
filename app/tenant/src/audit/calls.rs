//! What the page of the audit log asks the server for.

use contract::{
    Fault, Page, PageRequest,
    audit::{Event, EventFilter},
    retention::{Retention, RetentionDraft},
};
use leptos::prelude::*;

/// A page of entries, newest first.
#[server(prefix = "/fn/tenant", endpoint = "event_list")]
pub(crate) async fn event_list(
    filter: EventFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<Event>, Fault> {
    portal_kit::tenant()?.event_list(filter, page).await
}

/// How long entries are kept.
#[server(prefix = "/fn/tenant", endpoint = "retention_get")]
pub(crate) async fn retention_get() -> Result<Retention, Fault> {
    portal_kit::tenant()?.retention_get().await
}

/// Changes how long entries are kept.
#[server(prefix = "/fn/tenant", endpoint = "retention_update")]
pub(crate) async fn retention_update(
    #[server(flatten)] draft: RetentionDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let desk = portal_kit::tenant()?;
    desk.retention_update(draft.clone()).await.map_err(kept)?;
    portal_kit::notice("The retention is saved.");
    portal_kit::redirect("/settings/audit");
    Ok(())
}
