//! Professionals, under whatever word the tenant has for them.

mod calls;
mod form;
mod list;
mod show;

pub(crate) use calls::professional_list;
