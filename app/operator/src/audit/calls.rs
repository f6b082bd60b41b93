//! What the pages of the audit log ask the server for.

use contract::{
    Fault, Page,
    audit::{Event, EventFilter},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::paging::page_from;

/// A page of entries.
#[server(prefix = "/fn/operator", endpoint = "event_list")]
pub(crate) async fn event_list(filter: EventFilter, cursor: String) -> Result<Page<Event>, Fault> {
    portal_kit::operator()?
        .event_list(filter, page_from(cursor))
        .await
}
