//! Customers, under whatever word the tenant has for them: the slice that later ones copy.

mod calls;
mod form;
mod list;
mod show;

pub(crate) use calls::{customer_get, customer_list};
