//! Choosing the customer whom a new referral is about.

use contract::{
    Page as Rows, PageRequest,
    customers::{Customer, CustomerFilter, CustomerSort},
    referrals::Referral,
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Paging, Query, loaded, use_me, use_page_query, with_query};
use ui::{Card, Column, EmptyState, FilterBar, Glyph, Page, PageHeader, Row, Table};

use crate::{customers::customer_list, record::Record};

/// Where the page is.
pub(super) const CHOOSE: &str = "/referrals/new/customer";

/// The page that offers every customer, newest first, and finds them by name.
#[component]
pub(crate) fn ReferralCustomer() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let rows = Resource::new(
        move || query.get(),
        |query| {
            let filter = CustomerFilter {
                q: query.get("q"),
                sort: CustomerSort::Newest,
            };
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            let limit = Some(20);
            customer_list(filter, PageRequest { limit, cursor })
        },
    );
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move {
            let me = me?;
            me.permit_all(Referral::WRITE)?;
            Ok(choose(&me, &query, rows.await?))
        }
    })
}

fn choose(me: &Me, query: &Query, rows: Rows<Customer>) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let q = query.get("q");
    let at = |cursor: &str| with_query(CHOOSE, [("q", q.as_str()), ("cursor", cursor)]);
    let first = (!query.get("cursor").is_empty()).then(|| at(""));
    let next = rows.next_cursor.as_deref().map(at);
    let title = format!("Which {}?", noun.one);
    let crumbs = vec![
        (me.noun("referral").titles, "/referrals".to_owned()),
        (
            format!("New {}", me.noun("referral").one),
            "/referrals/new".to_owned(),
        ),
    ];
    let columns = vec![
        Column::new("Name"),
        Column::new("E-mail"),
        Column::new("Telephone").minor(),
    ];
    let rows = rows.items.into_iter().map(row).collect();
    let none = format!("No {} match", noun.many);
    let empty = move || {
        view! {
            <EmptyState
                glyph=Glyph::Search
                title=none
                description="Try fewer letters, or a part of the e-mail address or telephone number."
            />
        }
    };
    let search = format!("Search {}", noun.many);
    let filtered = !q.is_empty();
    view! {
        <Title text=title.clone() />
        <Page>
            <PageHeader title crumbs />
            <FilterBar action=CHOOSE search query=q filtered />
            <Card flush=true>
                <Table caption=noun.titles columns rows empty />
            </Card>
            <Paging first next />
        </Page>
    }
}

fn row(customer: Customer) -> Row {
    Row::link(format!("/referrals/new?customer={}", customer.id))
        .cell(customer.name)
        .cell(customer.email)
        .cell(customer.phone)
}
