//! The home page itself.

use contract::{acts::Act, customers::Customer, me::MemberHome};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, count, loaded, use_me};
use ui::{ButtonKind, ButtonLink, Card, Glyph, Page, PageHeader, Size, StatRow, StatTile, Tone};

use super::calls::home_numbers;
use crate::record::{Listed, none_yet, record_table};

/// The home page of the member portal.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let me = use_me();
    let home = Resource::new(|| (), |()| home_numbers());
    loaded(move || {
        let me = me.clone();
        async move {
            let (me, home) = (me?, home.await?);
            Ok(view! {
                <Title text="Home" />
                <Page>
                    {header(&me)} {numbers(&me, &home)} {newest(&me, home)}
                </Page>
            })
        }
    })
}

fn header(me: &Me) -> impl IntoView + use<> {
    let title = format!("Hello, {}", me.name);
    let new = format!("New {}", me.noun("customer").one);
    let actions = me.may(Act::CustomerWrite).then(|| {
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

fn numbers(me: &Me, home: &MemberHome) -> impl IntoView + use<> {
    let (customers, companies) = (me.noun("customer").titles, me.noun("company").titles);
    let (all, sites) = (count(home.customers), count(home.companies));
    let week = format!("+{} this week", count(home.customers_this_week));
    let tone = if home.customers_this_week > 0 {
        Tone::Ok
    } else {
        Tone::Neutral
    };
    view! {
        <StatRow>
            <StatTile label=customers value=all change=week tone href="/customers" />
            <StatTile label=companies value=sites />
        </StatRow>
    }
}

fn newest(me: &Me, home: MemberHome) -> impl IntoView + use<> {
    let customers = me.noun("customer");
    let title = format!("Newest {}", customers.many);
    let columns = Customer::columns(me, None);
    let table = record_table(me, home.newest, columns, none_yet::<Customer>(me));
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
