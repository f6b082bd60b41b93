//! The list of companies; a plan limits their number, so it has no pages.

use contract::{acts::Act, companies::Company};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Me, Noun, Time, loaded, use_me};
use ui::{Badge, ButtonKind, ButtonLink, Card, Column, Glyph, Page, PageHeader, Row, Table};

use super::calls::company_list;

/// The list of companies.
#[component]
pub(crate) fn CompaniesPage() -> impl IntoView {
    let me = use_me();
    let companies = Resource::new(|| (), |()| company_list());
    loaded(move || {
        let me = me.clone();
        async move { Ok(list(&me?, companies.await?)) }
    })
}

fn list(me: &Me, companies: Vec<Company>) -> impl IntoView + use<> {
    let noun = me.noun("company");
    let new = me.may(Act::CompanyWrite).then(|| new_button(&noun));
    let columns = vec![
        Column::new("Name"),
        Column::new("Kind"),
        Column::new("Added").minor(),
    ];
    let rows = companies.into_iter().map(row).collect();
    let subtitle = format!("The parts of {}.", me.tenant.branding.display_name);
    view! {
        <Title text=noun.titles.clone() />
        <Page>
            <PageHeader title=noun.titles.clone() subtitle>
                {new}
            </PageHeader>
            <Card flush=true>
                <Table caption=noun.titles columns rows />
            </Card>
        </Page>
    }
}

fn row(company: Company) -> Row {
    let kind = company
        .is_default
        .then(|| view! { <Badge>"Default"</Badge> });
    Row::link(format!("/settings/companies/{}", company.id))
        .cell(company.name)
        .cell(kind)
        .cell(view! { <Time at=company.created_at /> })
}

fn new_button(noun: &Noun) -> impl IntoView + use<> {
    let words = format!("New {}", noun.one);
    view! {
        <ButtonLink href="/settings/companies/new" kind=ButtonKind::Primary icon=Glyph::Plus>
            {words}
        </ButtonLink>
    }
}
