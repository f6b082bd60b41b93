//! The home page.

use contract::{
    acts::OperatorAct,
    tenants::{Strategy, TenantCounts, TenantStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{count, loaded, with_query};
use ui::{
    ButtonKind, ButtonLink, Card, ChartFrame, Column, EmptyState, Glyph, Page, PageHeader, Row,
    StatRow, StatTile, Table,
};

use super::calls::{Charts, Home, platform_home};
use crate::{
    format::{day, millis, title},
    me::can,
    tenants::tenant_table,
    words::strategy_title,
};

/// Counts, charts and the newest tenants.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let found = Resource::new(|| (), |()| platform_home());
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(found: Home) -> AnyView {
    if found.counts.total == 0 {
        return first_steps().into_any();
    }
    let Home {
        counts,
        charts,
        recent,
    } = found;
    view! {
        <Title text="Home" />
        <Page>
            <PageHeader title="Home" subtitle="How the platform is doing.">
                {new_tenant(ButtonKind::Primary)}
            </PageHeader>
            {tiles(&counts)}
            {figures(counts, charts)}
            <Card
                title="Newest tenants"
                actions=|| view! { <a class="link text-sm" href="/tenants">"All tenants"</a> }
                flush=true
            >
                {tenant_table("Newest tenants", recent)}
            </Card>
        </Page>
    }
    .into_any()
}

fn first_steps() -> impl IntoView {
    view! {
        <Title text="Home" />
        <Page>
            <PageHeader title="Home" />
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

fn figures(counts: TenantCounts, charts: Charts) -> impl IntoView {
    let fresh: i64 = counts.by_day.iter().map(|(_, number)| number).sum();
    let by_day = counts
        .by_day
        .into_iter()
        .rev()
        .map(|(date, number)| (day(date), number));
    let by_plan = counts
        .by_plan
        .into_iter()
        .map(|(code, number)| (title(&code), number));
    let by_strategy = counts.by_strategy.into_iter().map(|(word, number)| {
        let known = word.parse::<Strategy>().map(strategy_title);
        (known.map_or(word, str::to_owned), number)
    });
    view! {
        <ChartFrame
            title="New tenants"
            description=format!("{} in the last 30 days, by day (UTC).", count(fresh))
            svg=charts.days
            table=numbers("New tenants by day", "Day", by_day.collect())
        />
        <div class="grid gap-6 lg:grid-cols-2">
            <ChartFrame
                title="Tenants by plan"
                description="How many tenants are on each plan."
                svg=charts.plans
                table=numbers("Tenants by plan", "Plan", by_plan.collect())
            />
            <ChartFrame
                title="Tenants by placement"
                description="How many tenants live in each kind of place."
                svg=charts.strategies
                table=numbers("Tenants by placement", "Placement", by_strategy.collect())
            />
        </div>
    }
}

/// The numbers behind a chart.
fn numbers(
    caption: &'static str,
    of: &'static str,
    rows: Vec<(String, i64)>,
) -> impl FnOnce() -> AnyView + Send + 'static {
    move || {
        let columns = vec![Column::new(of), Column::new("Tenants").numeric()];
        let rows = rows
            .into_iter()
            .map(|(label, number)| Row::new().cell(label).cell(count(number)))
            .collect();
        view! { <Table caption columns rows /> }.into_any()
    }
}
