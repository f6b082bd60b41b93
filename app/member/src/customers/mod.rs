//! Customers, under whatever word the tenant has for them: the slice that later ones copy.

mod calls;
mod conflict;
mod delete;
mod edit;
mod fields;
mod list;
mod new;
mod show;
mod table;

pub(crate) use delete::CustomerDelete;
pub(crate) use edit::CustomerEdit;
pub(crate) use list::{CustomerList, no_customers};
pub(crate) use new::CustomerNew;
pub(crate) use show::CustomerShow;
pub(crate) use table::{customer_columns, customer_table};
