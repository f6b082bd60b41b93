//! The page of plans.

use contract::{acts::OperatorAct, plans::Plan};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{loaded, with_query};
use ui::{Badge, ButtonLink, Card, EmptyState, Glyph, Page, PageHeader, Size};

use super::{limits, plan_list};
use crate::{
    format::{counted, title},
    me::can,
    words::strategy_title,
};

/// Every plan with its prices and limits.
#[component]
pub(crate) fn PlansPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| plan_list());
    loaded(move || async move { Ok(body(found.await?)) })
}

fn body(plans: Vec<Plan>) -> impl IntoView {
    view! {
        <Title text="Plans" />
        <Page>
            <PageHeader title="Plans" subtitle="What a tenant pays, what it may use and where it lives by default." />
            {cards(plans)}
        </Page>
    }
}

fn cards(plans: Vec<Plan>) -> AnyView {
    if plans.is_empty() {
        return view! {
            <Card flush=true>
                <EmptyState
                    glyph=Glyph::Receipt
                    title="No plans"
                    description="Plans come with the platform's first migration. Without one no tenant can be created."
                />
            </Card>
        }
        .into_any();
    }
    let cards: Vec<_> = plans.into_iter().map(card).collect();
    view! { <div class="grid gap-6 sm:grid-cols-2 xl:grid-cols-3">{cards}</div> }.into_any()
}

fn card(plan: Plan) -> impl IntoView {
    let lines: Vec<_> = limits(&plan.limits)
        .into_iter()
        .map(|(name, amount)| line(name, amount))
        .collect();
    let support = match plan.sla_hours {
        Some(hours) => format!("{}, within {hours} h", title(&plan.support)),
        None => title(&plan.support),
    };
    let foot = Foot {
        tenants: plan.tenants,
        revision: plan.revision,
        code: plan.code,
        name: plan.name.clone(),
    };
    view! {
        <Card footer=move || foot.view()>
            <div class="flex items-start justify-between gap-3">
                <h2 class="text-lg font-semibold text-ink">{plan.name}</h2>
                {(!plan.is_active).then(|| view! { <Badge>"Not offered"</Badge> })}
            </div>
            <p class="mt-2 flex items-baseline gap-1">
                <span class="text-2xl font-semibold tracking-tight text-ink tabular-nums">
                    {plan.monthly.to_string()}
                </span>
                <span class="text-sm text-muted">"a month"</span>
            </p>
            <p class="text-sm text-muted tabular-nums">{format!("or {} a year", plan.annual)}</p>
            <p class="mt-3 min-h-10 text-sm text-pretty text-muted">{plan.description}</p>
            <dl class="mt-3 flex flex-col gap-1.5 border-t border-line pt-3 text-sm">
                {lines} {line("Placement", strategy_title(plan.strategy).to_owned())} {line("Support", support)}
            </dl>
        </Card>
    }
}

fn line(name: &'static str, amount: String) -> impl IntoView {
    view! {
        <div class="flex justify-between gap-3">
            <dt class="text-muted">{name}</dt>
            <dd class="text-right text-ink tabular-nums">{amount}</dd>
        </div>
    }
}

struct Foot {
    tenants: i64,
    revision: i32,
    code: String,
    name: String,
}

impl Foot {
    fn view(self) -> impl IntoView {
        let Self {
            tenants,
            revision,
            code,
            name,
        } = self;
        let tenants_href = with_query("/tenants", [("plan", code.as_str())]);
        view! {
            <div class="flex items-center justify-between gap-3">
                <span>
                    <a class="link" href=tenants_href>
                        {counted(tenants, "tenant", "tenants")}
                    </a>
                    {format!(" · revision {revision}")}
                </span>
                {can(OperatorAct::PlanWrite)
                    .then(|| {
                        view! {
                            <ButtonLink href=format!("/plans/{code}/edit") size=Size::Small icon=Glyph::Edit>
                                "Edit"
                                <span class="sr-only">{format!(" {name}")}</span>
                            </ButtonLink>
                        }
                    })}
            </div>
        }
    }
}
