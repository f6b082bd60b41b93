//! Visits of operators: who comes in, and whether the workspace wants to be asked.

mod calls;
mod page;

pub(crate) use page::VisitsPage;

/// Path of the page.
const LIST: &str = "/settings/visits";
