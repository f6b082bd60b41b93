//! The list of users: search and page are in the address.

use contract::{
    Page as Rows, PageRequest,
    acts::Act,
    users::{User, UserFilter},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Paging, Query, Time, loaded, use_me, use_page_query, with_query};
use ui::{
    ButtonKind, ButtonLink, Card, Column, EmptyState, FilterBar, Glyph, Page, PageHeader, Row,
    Table,
};

use super::{badge::StatusBadge, calls::user_list};

const LIST: &str = "/settings/users";

/// The list of users.
#[component]
pub(crate) fn UsersPage() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let users = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            user_list(
                UserFilter { q: query.get("q") },
                PageRequest {
                    limit: None,
                    cursor,
                },
            )
        },
    );
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move { Ok(list(&me?, &query, users.await?)) }
    })
}

fn list(me: &Me, query: &Query, users: Rows<User>) -> impl IntoView + use<> {
    let search = query.get("q");
    let at = |cursor: &str| with_query(LIST, [("q", &*search), ("cursor", cursor)]);
    let first = (!query.get("cursor").is_empty()).then(|| at(""));
    let next = users.next_cursor.as_deref().map(at);
    let filtered = !search.is_empty();
    let invite = me.may(Act::UserManage).then(invite_button);
    let table = table(users.items);
    view! {
        <Title text="People" />
        <Page>
            <PageHeader title="People" subtitle="Who has an account here, and what they may do.">
                {invite}
            </PageHeader>
            <FilterBar action=LIST search="Search people" query=search filtered />
            <Card flush=true>{table}</Card>
            <Paging first next />
        </Page>
    }
}

fn table(users: Vec<User>) -> impl IntoView {
    let columns = vec![
        Column::new("Name"),
        Column::new("E-mail").minor(),
        Column::new("Role"),
        Column::new("Account"),
        Column::new("Last sign-in").minor(),
    ];
    let rows = users.into_iter().map(row).collect();
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::Search
                title="Nobody matches"
                description="Try fewer letters, or a part of the e-mail address."
            >
                <ButtonLink href=LIST>"Show everybody"</ButtonLink>
            </EmptyState>
        }
    };
    view! { <Table caption="People" columns rows empty /> }
}

fn row(user: User) -> Row {
    let seen = match user.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => "Never".into_any(),
    };
    Row::link(format!("{LIST}/{}", user.id))
        .cell(user.name)
        .cell(user.email)
        .cell(user.role_name)
        .cell(view! { <StatusBadge status=user.status /> })
        .cell(seen)
}

fn invite_button() -> impl IntoView {
    view! {
        <ButtonLink href="/settings/users/new" kind=ButtonKind::Primary icon=Glyph::Plus>
            "Invite somebody"
        </ButtonLink>
    }
}
