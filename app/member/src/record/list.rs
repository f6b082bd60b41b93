//! A list of records: search, filters, order and page are in the address.

use std::future::Future;

use contract::{Answer, Page as Rows, PageRequest, sheets::Sheet};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Noun, Paging, Query, loaded, use_me, use_page_query, with_query};
use serde::{Serialize, de::DeserializeOwned};
use ui::{
    ButtonKind, ButtonLink, Card, Column, EmptyState, FilterBar, Glyph, Page, PageHeader, Row,
    Table,
};

use super::Record;

/// A kind of record that has a list.
pub(crate) trait Listed: Record {
    /// What narrows the list, beside the search, by its names in the address.
    const FILTERS: &'static [&'static str];
    /// Whether there can be so many that somebody searches.
    const SEARCHES: bool = true;
    /// The sheet that the list goes out as, and comes in as if anything can.
    const SHEET: Option<Sheet>;
    /// What stands for the list where nothing is in it.
    const GLYPH: Glyph;
    /// What is said there.
    const NONE_YET: &'static str;
    /// What may help where a search found nothing.
    const NONE_FOUND: &'static str;

    /// What the filters offer to choose from.
    type Offer: Clone + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Asks for what the filters offer.
    fn offer() -> impl Future<Output = Answer<Self::Offer>> + Send;
    /// Asks for a page of them.
    fn page(query: Query, page: PageRequest) -> impl Future<Output = Answer<Rows<Self>>> + Send;
    /// The columns, with heads that sort where the address allows it.
    fn columns(me: &Me, query: Option<&Query>) -> Vec<Column>;
    /// The cells of one, after the first, which is its title.
    fn cells(self, row: Row) -> Row;

    /// Filters and order, beside the search.
    fn filters(_me: &Me, _query: &Query, _offer: Self::Offer) -> AnyView {
        ().into_any()
    }

    /// What else there is to do, beside entering one.
    fn beside(_me: &Me) -> AnyView {
        ().into_any()
    }
}

/// The list of a kind of record.
pub(crate) fn record_list<R: Listed>() -> impl IntoView {
    let me = use_me();
    let query = use_page_query();
    let rows = Resource::new(
        move || query.get(),
        |query| {
            let cursor = Some(query.get("cursor")).filter(|cursor| !cursor.is_empty());
            let limit = None;
            R::page(query, PageRequest { limit, cursor })
        },
    );
    let offer = Resource::new(|| (), |()| R::offer());
    loaded(move || {
        let (me, query) = (me.clone(), query.now());
        async move {
            let (me, rows, offer) = (me?, rows.await?, offer.await?);
            let mut filters = ["q"].iter().chain(R::FILTERS);
            let is_filtered = filters.any(|name| !query.get(name).is_empty());
            let empty = if !is_filtered && query.get("cursor").is_empty() {
                none_yet::<R>(&me)
            } else {
                none_found::<R>(&R::noun(&me))
            };
            let next = rows.next_cursor.as_deref();
            let comes_in = R::SHEET.is_some_and(|sheet| sheet.enter().is_some());
            Ok(list(Listing {
                noun: R::noun(&me),
                above: R::above(&me),
                path: R::PATH,
                may_add: me.may_all(R::WRITE),
                first: (!query.get("cursor").is_empty()).then(|| address::<R>(&query, "")),
                next: next.map(|cursor| address::<R>(&query, cursor)),
                search: R::SEARCHES.then(|| query.get("q")),
                is_filtered,
                filters: R::filters(&me, &query, offer),
                export: R::SHEET.map(|_| export::<R>(&query)),
                import: comes_in && me.may_all(R::WRITE),
                beside: R::beside(&me),
                table: record_table(&me, rows.items, R::columns(&me, Some(&query)), empty),
            }))
        }
    })
}

/// The list as it is narrowed and sorted now, at another page.
fn address<R: Listed>(query: &Query, cursor: &str) -> String {
    at(R::PATH, query, &["q", "sort"], R::FILTERS, cursor)
}

/// The list as it is narrowed now, as a file.
fn export<R: Listed>(query: &Query) -> String {
    let path = format!("/api/v1{}/export", R::PATH);
    at(&path, query, &["q"], R::FILTERS, "")
}

fn at(path: &str, query: &Query, names: &[&str], filters: &[&str], cursor: &str) -> String {
    let names = names.iter().chain(filters);
    let values: Vec<_> = names.map(|name| (*name, query.get(name))).collect();
    let pairs = values.iter().map(|(name, value)| (*name, value.as_str()));
    with_query(path, pairs.chain([("cursor", cursor)]))
}

/// A line for each record, or `empty` where there is none.
pub(crate) fn record_table<R: Listed>(
    me: &Me,
    records: Vec<R>,
    columns: Vec<Column>,
    empty: AnyView,
) -> AnyView {
    let row = |record: R| {
        let row = Row::link(format!("{}/{}", R::PATH, record.id()));
        let title = record.title();
        record.cells(row.cell(title))
    };
    let rows = records.into_iter().map(row).collect();
    let caption = R::noun(me).titles;
    view! { <Table caption columns rows empty=move || empty /> }.into_any()
}

/// Stands where the tenant has none yet.
pub(crate) fn none_yet<R: Listed>(me: &Me) -> AnyView {
    let noun = R::noun(me);
    let title = format!("No {} yet", noun.many);
    let action = me.may_all(R::WRITE).then(|| new_button(R::PATH, &noun));
    view! {
        <EmptyState glyph=R::GLYPH title description=R::NONE_YET>
            {action}
        </EmptyState>
    }
    .into_any()
}

fn none_found<R: Listed>(noun: &Noun) -> AnyView {
    let title = format!("No {} match", noun.many);
    let all = format!("Show all {}", noun.many);
    view! {
        <EmptyState glyph=Glyph::Search title description=R::NONE_FOUND>
            <ButtonLink href=R::PATH>{all}</ButtonLink>
        </EmptyState>
    }
    .into_any()
}

/// A list, as its page shows it.
struct Listing {
    noun: Noun,
    above: Vec<(String, String)>,
    path: &'static str,
    may_add: bool,
    first: Option<String>,
    next: Option<String>,
    search: Option<String>,
    is_filtered: bool,
    filters: AnyView,
    export: Option<String>,
    import: bool,
    beside: AnyView,
    table: AnyView,
}

fn list(listing: Listing) -> AnyView {
    let noun = listing.noun;
    let add = listing.may_add.then(|| new_button(listing.path, &noun));
    let export = listing.export.map(|href| {
        view! {
            <ButtonLink href attr:download="">
                "Export"
            </ButtonLink>
        }
    });
    let import = listing.import.then(|| {
        let href = format!("{}/import", listing.path);
        view! { <ButtonLink href>"Import"</ButtonLink> }
    });
    let bar = listing.search.map(|query| {
        let search = format!("Search {}", noun.many);
        view! {
            <FilterBar action=listing.path search query filtered=listing.is_filtered>
                {listing.filters}
            </FilterBar>
        }
    });
    view! {
        <Title text=noun.titles.clone() />
        <Page>
            <PageHeader title=noun.titles crumbs=listing.above>
                {listing.beside}
                {import}
                {export}
                {add}
            </PageHeader>
            {bar}
            <Card flush=true>{listing.table}</Card>
            <Paging first=listing.first next=listing.next />
        </Page>
    }
    .into_any()
}

fn new_button(path: &str, noun: &Noun) -> AnyView {
    let words = format!("New {}", noun.one);
    view! {
        <ButtonLink href=format!("{path}/new") kind=ButtonKind::Primary icon=Glyph::Plus>
            {words}
        </ButtonLink>
    }
    .into_any()
}
