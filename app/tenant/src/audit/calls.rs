//! What the page of the audit log asks the server for.

use contract::{
    Fault, Page, PageRequest,
    audit::{Event, EventFilter},
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
