//! The list of mails.

use contract::mails::{MailFilter, MailRow, MailState};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Paging, Query, Time, loaded, use_page_query, with_query};
use ui::{
    ButtonLink, Card, Choice, Column, EmptyState, FilterBar, Glyph, PageHeader, Row, SelectField,
    Table,
};

use super::calls::mail_list;
use crate::{address, format::title, paging::Found, words::MailBadge};

const LIST: &str = "/outbox";

fn from_query(query: &Query) -> MailFilter {
    MailFilter {
        q: query.get("q"),
        state: query.get("state"),
    }
}

fn to_address(filter: &MailFilter, cursor: &str) -> String {
    with_query(
        LIST,
        [
            ("q", filter.q.as_str()),
            ("state", &filter.state),
            ("cursor", cursor),
        ],
    )
}

/// Mails with search and filter.
#[component]
pub(crate) fn OutboxPage() -> impl IntoView {
    let query = use_page_query();
    let asked = move || query.with(|query| (from_query(query), query.get("cursor")));
    let found = Resource::new(asked, |asked| Found::ask(asked, mail_list));
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(found: Found<MailFilter, MailRow>) -> impl IntoView {
    let (first, next) = found.links(to_address);
    let Found { filter, page, .. } = found;
    let filtered = filter != MailFilter::default();
    let states = vec![
        Choice::new(MailState::Queued.as_str(), "Queued"),
        Choice::new(MailState::Sent.as_str(), "Sent"),
        Choice::new(MailState::Failed.as_str(), "Failed"),
    ];
    view! {
        <Title text="Outbox" />
        <ui::Page>
            <PageHeader title="Outbox" subtitle="Every mail that the platform sends is kept here first." />
            <FilterBar action=LIST query=filter.q search="Search recipient or subject" filtered>
            <SelectField name="state" label="State" choices=states value=filter.state blank="Any state" quiet=true />
        </FilterBar>
            <Card flush=true>{table(page.items, filtered)}</Card>
            <Paging first next />
        </ui::Page>
    }
}

fn table(mails: Vec<MailRow>, filtered: bool) -> impl IntoView {
    let columns = vec![
        Column::new("Subject"),
        Column::new("Recipient"),
        Column::new("State"),
        Column::new("Kind").minor(),
        Column::new("Tenant").minor(),
        Column::new("Written").minor(),
    ];
    let rows = mails.into_iter().map(row).collect();
    view! { <Table caption="Mails, newest first" columns rows empty=move || nothing(filtered) /> }
}

fn row(mail: MailRow) -> Row {
    Row::link(address::mail(mail.id))
        .cell(mail.subject)
        .cell(mail.recipient)
        .cell(view! { <MailBadge state=mail.state /> })
        .cell(title(&mail.kind))
        .cell(mail.tenant_slug.unwrap_or_else(|| "—".to_owned()))
        .cell(view! { <Time at=mail.created_at /> })
}

fn nothing(filtered: bool) -> AnyView {
    if filtered {
        return view! {
            <EmptyState
                glyph=Glyph::Search
                title="No mail matches"
                description="Search for a part of the recipient's address or of the subject."
            >
                <ButtonLink href=LIST>"Clear search and filter"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            glyph=Glyph::Mail
            title="No mails"
            description="Invitations, password links and notices appear here as soon as they are written."
        />
    }
    .into_any()
}
