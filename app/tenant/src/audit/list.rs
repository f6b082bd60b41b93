//! The audit log: filters and page are in the address.

use contract::{
    Page as Rows, PageRequest,
    acts::Act,
    audit::{Event, EventFilter},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{EventLog, FormState, Paging, Query, loaded, use_me, use_page_query, with_query};
use ui::{ButtonLink, FilterBar, Page, PageHeader, TextField};

use crate::receiver::PATH;

use super::{
    calls::{RetentionUpdate, event_list, retention_get},
    retention::retention_card,
};

const LIST: &str = "/settings/audit";

/// The page of the audit log.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let events = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            event_list(
                filter_of(&query),
                PageRequest {
                    limit: None,
                    cursor,
                },
            )
        },
    );
    let retention = Resource::new(|| (), |()| retention_get());
    let form = FormState::of::<RetentionUpdate>();
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move {
            let me = me?;
            me.permit(Act::AuditRead)?;
            let events = events.await?;
            let card = retention_card(&me, form, retention.await?).into_any();
            let receiver = me.can(Act::LogStream);
            Ok(list(&query, events, card, receiver))
        }
    })
}

fn filter_of(query: &Query) -> EventFilter {
    EventFilter {
        action: query.get("action"),
        actor: query.get("actor"),
        tenant: String::new(),
    }
}

fn list(
    query: &Query,
    events: Rows<Event>,
    retention: AnyView,
    receiver: bool,
) -> impl IntoView + use<> {
    let EventFilter { action, actor, .. } = filter_of(query);
    let at = |cursor: &str| {
        with_query(
            LIST,
            [("action", &*action), ("actor", &*actor), ("cursor", cursor)],
        )
    };
    let first = (!query.get("cursor").is_empty()).then(|| at(""));
    let next = events.next_cursor.as_deref().map(at);
    let filtered = !(action.is_empty() && actor.is_empty());
    view! {
        <Title text="Audit log" />
        <Page>
            <PageHeader title="Audit log" subtitle="Who did what, when and from where. Nobody can change it.">
                {receiver.then(|| view! { <ButtonLink href=PATH>"Receiver"</ButtonLink> })}
                <ButtonLink href="/api/v1/audit/export?form=csv" attr:download="">
                    "Export for reading"
                </ButtonLink>
                <ButtonLink href="/api/v1/audit/export" attr:download="">
                    "Export with proof"
                </ButtonLink>
            </PageHeader>
            <FilterBar action=LIST filtered>
                <TextField quiet=true name="action" label="Action" value=action placeholder="Action, such as customer" />
                <TextField quiet=true name="actor" label="Who" value=actor placeholder="Who" />
            </FilterBar>
            <EventLog events=events.items />
            <Paging first next />
            {retention}
        </Page>
    }
}
