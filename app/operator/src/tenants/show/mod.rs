//! One tenant: its facts, how it came to be, where it lives, who is in it and what was done to it.

mod follow;
mod keys;
mod overview;
mod page;
mod placement;
mod provisioning;
mod tab;
mod users;
mod visits;

pub(crate) use page::TenantPage;
