//! The home page.

use contract::{
    acts::OperatorAct,
    isolation::Run,
    tenants::{TenantCounts, TenantStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{count, loaded, with_query};
use ui::{
    Banner, ButtonKind, ButtonLink, Card, ChartFrame, Column, EmptyState, Glyph, Page, PageHeader,
    Row, StatRow, StatTile, Table, Tone,
};

use super::calls::{Figure, Home, platform_home};
use crate::{address, format::millis, me::can, tenants::tenant_table};

/// Counts, charts and the newest tenants.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let found = Resource::new(|| (), |()| platform_home());
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(found: Home) -> AnyView {
    if found.counts.total == 0 {
        return first_steps(found.is_stuck).into_any();
    }
    view! {
        <Title text="Home" />
        <Page>
            <PageHeader title="Home" subtitle="How the platform is doing.">
                {new_tenant(ButtonKind::Primary)}
            </PageHeader>
            {found.broken.map(alarm)}
            {found.is_stuck.then(stuck)}
            {tiles(&found.counts)}
            {figure(found.days)}
            <div class="grid gap-6 lg:grid-cols-2">{figure(found.plans)} {figure(found.places)}</div>
            <Card
                title="Newest tenants"
                actions=|| view! { <a class="link text-sm" href="/tenants">"All tenants"</a> }
                flush=true
            >
                {tenant_table("Newest tenants", found.recent)}
            </Card>
        </Page>
    }
    .into_any()
}

fn alarm(run: Run) -> impl IntoView {
    view! {
        <Banner tone=Tone::Danger title="Isolation is not whole.">
            {format!("{} of {} checks of the newest run failed. ", run.failed(), run.total)}
            <a class="link" href=address::isolation_run(run.id)>
                "See what failed"
            </a>
        </Banner>
    }
}

fn stuck() -> impl IntoView {
    view! {
        <Banner tone=Tone::Warn title="Closing a tenant takes two operators here.">
            "There are not two who could: owners or support. Until there are, nobody can close one. \
            Make a second with the command tenantry operator set."
        </Banner>
    }
}

fn first_steps(is_stuck: bool) -> impl IntoView {
    view! {
        <Title text="Home" />
        <Page>
            <PageHeader title="Home" />
            {is_stuck.then(stuck)}
            <Card flush=true>
                <EmptyState
                    glyph=Glyph::Building
                    title="No tenants yet"
                    description="A tenant is one customer of yours with its own address, people and data. \
                    Creating one takes a minute; it is live seconds later."
                >
                    {new_tenant(ButtonKind::Primary)}
                    <ButtonLink href="/plans">"Look at the plans"</ButtonLink>
                </EmptyState>
            </Card>
        </Page>
    }
}

fn new_tenant(kind: ButtonKind) -> impl IntoView {
    can(OperatorAct::TenantCreate).then(|| {
        view! {
            <ButtonLink href="/tenants/new" kind icon=Glyph::Plus>
                "New tenant"
            </ButtonLink>
        }
    })
}

fn tiles(counts: &TenantCounts) -> impl IntoView + use<> {
    let tile = |label: &'static str, status: TenantStatus| {
        let value = count(having(counts, status));
        let href = with_query("/tenants", [("status", status.as_str())]);
        view! { <StatTile label value href /> }
    };
    let all = count(counts.total);
    let active = tile("Active", TenantStatus::Active);
    let suspended = tile("Suspended", TenantStatus::Suspended);
    let failed = tile("Failed", TenantStatus::ProvisioningFailed);
    let median = counts
        .provisioning_median_ms
        .map_or_else(|| "—".to_owned(), millis);
    view! {
        <StatRow>
            <StatTile label="Tenants" value=all href="/tenants" />
            {active} {suspended}
            {failed}
            <StatTile label="Provisioning, median" value=median />
        </StatRow>
    }
}

fn having(counts: &TenantCounts, status: TenantStatus) -> i64 {
    let found = counts
        .by_status
        .iter()
        .find(|(word, _)| word == status.as_str());
    found.map_or(0, |(_, number)| *number)
}

/// Numbers, drawn and as a table.
pub(crate) fn figure(figure: Figure) -> impl IntoView {
    let caption = format!("{}, as numbers", figure.title);
    let columns = vec![
        Column::new(figure.by),
        Column::new(figure.counted).numeric(),
    ];
    let rows = figure
        .rows
        .into_iter()
        .map(|(label, number)| Row::new().cell(label).cell(count(number)))
        .collect();
    view! {
        <ChartFrame
            title=figure.title
            description=figure.about
            svg=figure.svg
            table=move || view! { <Table caption columns rows /> }
        />
    }
}
