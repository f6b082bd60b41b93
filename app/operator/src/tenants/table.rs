//! A table of tenants.

use contract::tenants::{TenantFilter, TenantRow, TenantSort};
use leptos::prelude::*;
use portal_kit::Time;
use ui::{Column, Direction, Row, Table};

use super::filter::to_address;
use crate::{
    address,
    format::title,
    words::{StatusBadge, strategy_title},
};

/// A table of tenants in the order they come.
pub(crate) fn tenant_table(caption: &'static str, tenants: Vec<TenantRow>) -> impl IntoView {
    let columns = columns(Column::new("Name"), Column::new("Created"));
    view! { <Table caption columns rows=rows(tenants) /> }
}

/// A table of tenants whose heads sort the list.
pub(super) fn sortable_table(
    filter: &TenantFilter,
    tenants: Vec<TenantRow>,
) -> impl IntoView + use<> {
    let sorted = |sort, direction| {
        let href = to_address(
            &TenantFilter {
                sort,
                ..filter.clone()
            },
            "",
        );
        (href, (filter.sort == sort).then_some(direction))
    };
    let (by_name, name) = sorted(TenantSort::Name, Direction::Ascending);
    let (newest, created) = sorted(TenantSort::Newest, Direction::Descending);
    let columns = columns(
        Column::new("Name").sort(by_name, name),
        Column::new("Created").sort(newest, created),
    );
    view! { <Table caption="Tenants" columns rows=rows(tenants) /> }
}

fn columns(name: Column, created: Column) -> Vec<Column> {
    vec![
        name,
        Column::new("Status"),
        Column::new("Plan"),
        Column::new("Placement").minor(),
        Column::new("Template").minor(),
        created.minor(),
    ]
}

fn rows(tenants: Vec<TenantRow>) -> Vec<Row> {
    tenants.into_iter().map(row).collect()
}

fn row(tenant: TenantRow) -> Row {
    let name = view! {
        <span class="block truncate font-medium">{tenant.name}</span>
        <span class="block truncate text-sm font-normal text-muted">{tenant.slug}</span>
    };
    Row::link(address::tenant(tenant.id))
        .cell(name)
        .cell(view! { <StatusBadge status=tenant.status /> })
        .cell(title(&tenant.plan))
        .cell(strategy_title(tenant.strategy))
        .cell(title(&tenant.template))
        .cell(view! { <Time at=tenant.created_at /> })
}
