//! The list of approvals.

use contract::approvals::{Approval, ApprovalFilter, ApprovalState};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Paging, Query, Time, loaded, use_page_query, with_query};
use ui::{
    ButtonLink, Card, Choice, Column, EmptyState, FilterBar, Glyph, PageHeader, Row, SelectField,
    Table,
};

use super::calls::approval_list;
use crate::{address, paging::Found, words::ApprovalBadge};

const LIST: &str = "/approvals";

fn from_query(query: &Query) -> ApprovalFilter {
    ApprovalFilter {
        state: query.get("state"),
        ..ApprovalFilter::default()
    }
}

fn to_address(filter: &ApprovalFilter, cursor: &str) -> String {
    with_query(LIST, [("state", filter.state.as_str()), ("cursor", cursor)])
}

/// What was asked for, by state.
#[component]
pub(crate) fn ApprovalsPage() -> impl IntoView {
    let query = use_page_query();
    let asked = move || query.with(|query| (from_query(query), query.get("cursor")));
    let found = Resource::new(asked, |asked| Found::ask(asked, approval_list));
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(found: Found<ApprovalFilter, Approval>) -> impl IntoView {
    let (first, next) = found.links(to_address);
    let Found { filter, page, .. } = found;
    let filtered = filter != ApprovalFilter::default();
    let states = ApprovalState::ALL.iter();
    let states = states
        .map(|state| Choice::new(state.as_str(), state.title()))
        .collect();
    view! {
        <Title text="Approvals" />
        <ui::Page>
            <PageHeader
                title="Approvals"
                subtitle="What destroys most is asked for by one operator and done by another, where it is set so."
            />
            <FilterBar action=LIST filtered>
                <SelectField
                    name="state"
                    label="State"
                    choices=states
                    value=filter.state
                    blank="Any state"
                    quiet=true
                />
            </FilterBar>
            <Card flush=true>{table(page.items, filtered)}</Card>
            <Paging first next />
        </ui::Page>
    }
}

fn table(approvals: Vec<Approval>, filtered: bool) -> impl IntoView {
    let columns = vec![
        Column::new("What"),
        Column::new("State"),
        Column::new("Asked by"),
        Column::new("Reason").minor(),
        Column::new("Asked").minor(),
        Column::new("Until").minor(),
    ];
    let rows = approvals.into_iter().map(row).collect();
    view! { <Table caption="Approvals, newest first" columns rows empty=move || nothing(filtered) /> }
}

fn row(approval: Approval) -> Row {
    let what = format!("{} {}", approval.act.title(), approval.tenant_name);
    Row::link(address::approval(approval.id))
        .cell(what)
        .cell(view! { <ApprovalBadge state=approval.state /> })
        .cell(approval.asked_by_name)
        .cell(approval.reason)
        .cell(view! { <Time at=approval.asked_at /> })
        .cell(view! { <Time at=approval.expires_at /> })
}

fn nothing(filtered: bool) -> AnyView {
    if filtered {
        return view! {
            <EmptyState
                glyph=Glyph::Search
                title="Nothing matches"
                description="No approval is in this state."
            >
                <ButtonLink href=LIST>"Show all"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            glyph=Glyph::Check
            title="Nothing was asked for"
            description="Where it is set so, closing a tenant waits here until another operator approves it."
        />
    }
    .into_any()
}
