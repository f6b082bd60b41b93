//! The wizard for a new tenant.
//!
//! Each step is a page whose address holds everything answered so far, so it works without the
//! browser's code, survives a reload and can be sent to a colleague. Nothing is stored until the
//! last step, and no password is ever asked: the owner is invited by mail.

mod draft;
mod page;
mod questions;
mod review;
mod slug;
mod step;

pub(crate) use page::NewTenantPage;
