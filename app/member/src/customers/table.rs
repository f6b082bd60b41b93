//! Customers as a table, on the list and on the home page.

use contract::customers::Customer;
use leptos::prelude::*;
use portal_kit::{Noun, Time};
use ui::{Column, Row, Table};

/// The columns of [`customer_table`], in its order.
pub(crate) fn customer_columns() -> [Column; 4] {
    [
        Column::new("Name"),
        Column::new("E-mail"),
        Column::new("Telephone").minor(),
        Column::new("Added").minor(),
    ]
}

/// One line for each customer, or `empty` where there is none.
pub(crate) fn customer_table(
    customers: Vec<Customer>,
    noun: &Noun,
    columns: [Column; 4],
    empty: AnyView,
) -> impl IntoView + use<> {
    let rows = customers.into_iter().map(row).collect();
    let caption = noun.titles.clone();
    view! { <Table caption columns=columns.into() rows empty=move || empty /> }
}

fn row(customer: Customer) -> Row {
    Row::link(format!("/customers/{}", customer.id))
        .cell(customer.name)
        .cell(customer.email)
        .cell(customer.phone)
        .cell(view! { <Time at=customer.created_at /> })
}
