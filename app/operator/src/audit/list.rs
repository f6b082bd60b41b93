//! The page of the audit log.

use contract::audit::{Event, EventFilter};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{EventLog, Paging, Query, loaded, use_page_query, with_query};
use ui::{FilterBar, PageHeader, TextField};

use super::event_list;
use crate::{address, paging::Found};

const LIST: &str = "/audit";

fn from_query(query: &Query) -> EventFilter {
    EventFilter {
        action: query.get("action"),
        actor: query.get("actor"),
        tenant: query.get("tenant"),
    }
}

fn to_address(filter: &EventFilter, cursor: &str) -> String {
    let pairs = [
        ("action", filter.action.as_str()),
        ("actor", &filter.actor),
        ("tenant", &filter.tenant),
        ("cursor", cursor),
    ];
    with_query(LIST, pairs)
}

/// Who did what, when and from where.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let query = use_page_query();
    let asked = move || query.with(|query| (from_query(query), query.get("cursor")));
    let found = Resource::new(asked, |asked| Found::ask(asked, event_list));
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(found: Found<EventFilter, Event>) -> impl IntoView {
    let (first, next) = found.links(to_address);
    let Found { filter, page, .. } = found;
    view! {
        <Title text="Audit" />
        <ui::Page>
            <PageHeader
                title="Audit"
                subtitle="Who did what to which thing, when and from where. Entries are never changed."
            />
            {filters(filter)} <EventLog events=page.items tenant_href=address::tenant /> <Paging first next />
        </ui::Page>
    }
}

fn filters(filter: EventFilter) -> impl IntoView {
    let filtered = filter != EventFilter::default();
    view! {
        <FilterBar action=LIST filtered>
            <TextField name="action" label="Action" value=filter.action placeholder="Action, such as tenant.create" quiet=true />
            <TextField name="actor" label="Actor" value=filter.actor placeholder="Actor's name" quiet=true />
            <TextField name="tenant" label="Tenant id" value=filter.tenant placeholder="Tenant id" quiet=true />
        </FilterBar>
    }
}
