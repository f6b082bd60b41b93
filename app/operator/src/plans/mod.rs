//! Plans: what tenants pay and what they may use.

mod calls;
mod edit;
mod limits;
mod list;

pub(crate) use calls::plan_list;
pub(crate) use edit::PlanEditPage;
pub(crate) use limits::{limits, summary};
pub(crate) use list::PlansPage;
