//! Services, under whatever word the tenant has for them, and the categories of its menu.

mod calls;
mod categories;
mod form;
mod list;
mod show;
