//! Where a tenant lives and how much room it takes.

use contract::tenants::{PlacementSize, PlacementView, Strategy, TableSize, Tenant};
use leptos::prelude::*;
use portal_kit::count;
use ui::{Card, Column, CopyValue, EmptyState, Glyph, KeyValue, KeyValueList, Row, Table};

use crate::{
    format::bytes,
    words::{strategy_meaning, strategy_title},
};

/// Server, database, schema and role, and the size of each table.
pub(super) fn placement(tenant: Tenant, size: PlacementSize) -> impl IntoView {
    let strategy = tenant.row.strategy;
    view! {
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <Card title=strategy_title(strategy) description=strategy_meaning(strategy)>
                {tenant.placement.map(place)}
            </Card>
            <Card title="Size" description=size_meaning(strategy) flush=true>
                {sizes(size.tables)}
            </Card>
        </div>
    }
}

fn place(placement: PlacementView) -> impl IntoView {
    view! {
        <KeyValueList>
            <KeyValue label="Server">{placement.server}</KeyValue>
            <KeyValue label="Region">{placement.region}</KeyValue>
            <KeyValue label="Database">
                <CopyValue value=placement.database label="database name" />
            </KeyValue>
            <KeyValue label="Schema">
                <CopyValue value=placement.schema label="schema name" />
            </KeyValue>
            <KeyValue label="Role">
                <CopyValue value=placement.role label="role name" />
            </KeyValue>
        </KeyValueList>
    }
}

const fn size_meaning(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Shared => "Rows of this tenant. Its bytes cannot be told from those of others.",
        Strategy::Schema | Strategy::Database | Strategy::Dedicated => {
            "Rows and bytes with indexes, measured just now."
        }
    }
}

fn sizes(tables: Vec<TableSize>) -> impl IntoView {
    let columns = vec![
        Column::new("Table"),
        Column::new("Rows").numeric(),
        Column::new("Size").numeric(),
    ];
    let rows = tables
        .into_iter()
        .map(|table| {
            let size = table.bytes.map_or_else(|| "—".to_owned(), bytes);
            Row::new()
                .cell(table.table)
                .cell(count(table.rows))
                .cell(size)
        })
        .collect();
    let empty = || view! { <EmptyState glyph=Glyph::Database title="No tables" /> };
    view! { <Table caption="Tables by size" columns rows empty /> }
}
