//! The home page itself.

use contract::{customers::Customer, me::HomeTile};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, count, loaded, use_me};
use ui::{ButtonKind, ButtonLink, Card, Glyph, Page, PageHeader, Size, StatRow, StatTile, Tone};

use super::calls::home_numbers;
use crate::{
    record::{Listed, Record, none_yet, record_table},
    shell::has_pages,
};

/// The home page of the member portal.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let me = use_me();
    let home = Resource::new(|| (), |()| home_numbers());
    loaded(move || {
        let me = me.clone();
        async move {
            let (me, home) = (me?, home.await?);
            let new = home.new_customers;
            let this_week = new.as_ref().map_or(0, |new| new.this_week);
            let tiles = tiles(home.tiles, this_week);
            let newest = new.map(|new| newest(&me, new.newest));
            Ok(view! {
                <Title text="Home" />
                <Page>{header(&me)} {tiles} {newest}</Page>
            })
        }
    })
}

fn header(me: &Me) -> impl IntoView + use<> {
    let title = format!("Hello, {}", me.name);
    let new = format!("New {}", me.noun("customer").one);
    let actions = me.may_all(Customer::WRITE).then(|| {
        view! {
            <ButtonLink href="/customers/new" kind=ButtonKind::Primary icon=Glyph::Plus>
                {new}
            </ButtonLink>
        }
    });
    view! {
        <PageHeader title subtitle=me.tenant.branding.display_name.clone()>
            {actions}
        </PageHeader>
    }
}

/// How much is in each module that has pages here, and how many customers are new.
fn tiles(tiles: Vec<HomeTile>, this_week: i64) -> Option<impl IntoView> {
    let tile = |tile: HomeTile| {
        let (label, href, value) = (tile.entry.label, tile.entry.path, count(tile.count));
        if this_week > 0 && href == Customer::PATH {
            let change = format!("+{} this week", count(this_week));
            view! { <StatTile label value change tone=Tone::Ok href /> }.into_any()
        } else {
            view! { <StatTile label value href /> }.into_any()
        }
    };
    let tiles = tiles.into_iter().filter(|tile| has_pages(&tile.entry));
    let tiles: Vec<_> = tiles.map(tile).collect();
    (!tiles.is_empty()).then(|| view! { <StatRow>{tiles}</StatRow> })
}

fn newest(me: &Me, newest: Vec<Customer>) -> impl IntoView + use<> {
    let customers = me.noun("customer");
    let title = format!("Newest {}", customers.many);
    let columns = Customer::columns(me, None);
    let table = record_table(me, newest, columns, none_yet::<Customer>(me));
    let all = || {
        view! {
            <ButtonLink href="/customers" size=Size::Small>
                "See all"
            </ButtonLink>
        }
    };
    view! {
        <Card title actions=all flush=true>
            {table}
        </Card>
    }
}
