//! The list of customers: search, order and page are in the address.

use contract::{
    Page as Rows, PageRequest,
    acts::Act,
    customers::{Customer, CustomerFilter, CustomerSort},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Noun, Paging, Query, loaded, use_me, use_page_query, with_query};
use ui::{
    ButtonKind, ButtonLink, Card, Choice, Direction, EmptyState, FilterBar, Glyph, Page,
    PageHeader, SelectField,
};

use super::{calls::customer_list, customer_columns, customer_table};

/// The list of customers.
#[component]
pub(crate) fn CustomerList() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let rows = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            customer_list(
                filter_of(&query),
                PageRequest {
                    limit: None,
                    cursor,
                },
            )
        },
    );
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move { Ok(list(&me?, &query, rows.await?)) }
    })
}

fn filter_of(query: &Query) -> CustomerFilter {
    CustomerFilter {
        q: query.get("q"),
        sort: query.word("sort"),
    }
}

fn list(me: &Me, query: &Query, rows: Rows<Customer>) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let filter = filter_of(query);
    let sort = query.get("sort");
    let on_first = query.get("cursor").is_empty();
    let at = |cursor: &str| {
        with_query(
            "/customers",
            [("q", &*filter.q), ("sort", &*sort), ("cursor", cursor)],
        )
    };
    let first = (!on_first).then(|| at(""));
    let next = rows.next_cursor.as_deref().map(at);
    let empty = if filter.q.is_empty() && on_first {
        no_customers(me)
    } else {
        none_found(&noun)
    };
    let header = header(me, &noun);
    let filters = filters(&noun, &filter);
    let table = customer_table(rows.items, &noun, sortable(&filter), empty);
    view! {
        <Title text=noun.titles />
        <Page>
            {header} {filters} <Card flush=true>{table}</Card> <Paging first next />
        </Page>
    }
}

fn header(me: &Me, noun: &Noun) -> impl IntoView + use<> {
    let actions = me.may(Act::CustomerWrite).then(|| new_button(noun));
    view! { <PageHeader title=noun.titles.clone()>{actions}</PageHeader> }
}

fn filters(noun: &Noun, filter: &CustomerFilter) -> impl IntoView + use<> {
    let search = format!("Search {}", noun.many);
    let order = if filter.sort == CustomerSort::Name {
        "name"
    } else {
        "newest"
    };
    let choices = vec![
        Choice::new("newest", "Newest first"),
        Choice::new("name", "By name"),
    ];
    view! {
        <FilterBar action="/customers" search query=filter.q.clone() filtered=!filter.q.is_empty()>
            <SelectField quiet=true name="sort" label="Order" choices value=order />
        </FilterBar>
    }
}

/// The columns with heads that sort the list.
fn sortable(filter: &CustomerFilter) -> [ui::Column; 4] {
    let by = |sort: &str| with_query("/customers", [("q", &*filter.q), ("sort", sort)]);
    let [name, email, phone, added] = customer_columns();
    let (name_now, added_now) = match filter.sort {
        CustomerSort::Name => (Some(Direction::Ascending), None),
        CustomerSort::Newest => (None, Some(Direction::Descending)),
    };
    [
        name.sort(by("name"), name_now),
        email,
        phone,
        added.sort(by("newest"), added_now),
    ]
}

/// Stands where the tenant has no customer yet.
pub(crate) fn no_customers(me: &Me) -> AnyView {
    let noun = me.noun("customer");
    let title = format!("No {} yet", noun.many);
    let description =
        "Everybody you add here can be found by name, e-mail address or telephone number.";
    let action = me.may(Act::CustomerWrite).then(|| new_button(&noun));
    view! {
        <EmptyState glyph=Glyph::Users title description>
            {action}
        </EmptyState>
    }
    .into_any()
}

fn none_found(noun: &Noun) -> AnyView {
    let title = format!("No {} match", noun.many);
    let all = format!("Show all {}", noun.many);
    view! {
        <EmptyState
            glyph=Glyph::Search
            title
            description="Try fewer letters, or a part of the e-mail address or telephone number."
        >
            <ButtonLink href="/customers">{all}</ButtonLink>
        </EmptyState>
    }
    .into_any()
}

fn new_button(noun: &Noun) -> impl IntoView + use<> {
    let words = format!("New {}", noun.one);
    view! {
        <ButtonLink href="/customers/new" kind=ButtonKind::Primary icon=Glyph::Plus>
            {words}
        </ButtonLink>
    }
}
