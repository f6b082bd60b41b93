//! The list of tenants.

use contract::{
    Fault,
    acts::OperatorAct,
    plans::Plan,
    tenants::{Strategy, TemplateChoice, TenantFilter, TenantRow, TenantStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{Paging, loaded, use_page_query};
use serde::{Deserialize, Serialize};
use ui::{
    ButtonKind, ButtonLink, Card, Choice, EmptyState, FilterBar, Glyph, PageHeader, SelectField,
};

use super::{
    calls::{template_list, tenant_list},
    filter::{LIST, from_query, narrows, sort_word, to_address},
    table::sortable_table,
};
use crate::{
    me::can,
    paging::Found,
    plans::plan_list,
    words::{status_title, strategy_title},
};

/// What the list shows.
#[derive(Clone, Serialize, Deserialize)]
struct List {
    found: Found<TenantFilter, TenantRow>,
    plans: Vec<Plan>,
    templates: Vec<TemplateChoice>,
}

async fn find(asked: (TenantFilter, String)) -> Result<List, Fault> {
    Ok(List {
        found: Found::ask(asked, tenant_list).await?,
        plans: plan_list().await?,
        templates: template_list().await?,
    })
}

/// Tenants with search, filters and order, all in the address.
#[component]
pub(crate) fn TenantsPage() -> impl IntoView {
    let query = use_page_query();
    let asked = move || query.with(|query| (from_query(query), query.get("cursor")));
    let list = Resource::new(asked, find);
    loaded(move || async move { Ok(body(list.await?)) })
}

fn new_tenant() -> impl IntoView {
    can(OperatorAct::TenantCreate).then(|| {
        view! {
            <ButtonLink href="/tenants/new" kind=ButtonKind::Primary icon=Glyph::Plus>
                "New tenant"
            </ButtonLink>
        }
    })
}

fn body(list: List) -> impl IntoView {
    let List {
        found,
        plans,
        templates,
    } = list;
    let (first, next) = found.links(to_address);
    let Found {
        filter,
        page,
        is_first,
    } = found;
    let is_narrowed = narrows(&filter);
    let list = if page.items.is_empty() {
        nothing(is_narrowed, is_first).into_any()
    } else {
        sortable_table(&filter, page.items).into_any()
    };
    view! {
        <Title text="Tenants" />
        <ui::Page>
            <PageHeader title="Tenants" subtitle="Your customers, each with its own address, people and data.">
                {new_tenant()}
            </PageHeader>
            {filters(filter, plans, templates)} <Card flush=true>{list}</Card> <Paging first next />
        </ui::Page>
    }
}

fn filters(
    filter: TenantFilter,
    plans: Vec<Plan>,
    templates: Vec<TemplateChoice>,
) -> impl IntoView {
    let statuses = TenantStatus::ALL
        .iter()
        .map(|status| Choice::new(status.as_str(), status_title(*status)))
        .collect();
    let strategies = Strategy::ALL
        .iter()
        .map(|strategy| Choice::new(strategy.as_str(), strategy_title(*strategy)))
        .collect();
    let plans = plans
        .into_iter()
        .map(|plan| Choice::new(plan.code, plan.name))
        .collect();
    let templates = templates
        .into_iter()
        .map(|template| Choice::new(template.key, template.name))
        .collect();
    let filtered = narrows(&filter);
    let sort = sort_word(filter.sort);
    view! {
        <FilterBar action=LIST query=filter.q search="Search name or address" filtered>
            <SelectField name="status" label="Status" choices=statuses value=filter.status blank="Any status" quiet=true />
            <SelectField name="plan" label="Plan" choices=plans value=filter.plan blank="Any plan" quiet=true />
            <SelectField name="strategy" label="Placement" choices=strategies value=filter.strategy blank="Any placement" quiet=true />
            <SelectField name="template" label="Template" choices=templates value=filter.template blank="Any template" quiet=true />
            // Always there, and not sent while the order is the usual one.
            <input type="hidden" name="sort" value=sort disabled=sort.is_empty() />
        </FilterBar>
    }
}

fn nothing(is_narrowed: bool, is_first: bool) -> AnyView {
    if is_narrowed {
        return view! {
            <EmptyState
                glyph=Glyph::Search
                title="No tenant matches"
                description="Search for a part of its name or address, or for its whole code."
            >
                <ButtonLink href=LIST>"Clear search and filters"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    if !is_first {
        return view! {
            <EmptyState glyph=Glyph::List title="The list ends here">
                <ButtonLink href=LIST>"Back to the first page"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            glyph=Glyph::Building
            title="No tenants yet"
            description="Create the first: choose its plan, its place and its template, and invite its owner."
        >
            {new_tenant()}
        </EmptyState>
    }
    .into_any()
}
