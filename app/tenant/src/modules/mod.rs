//! The parts of the workspace: what there is, what is on, and what a switch would bring.

mod calls;
mod list;
mod show;

pub(crate) use list::ModulesPage;
pub(crate) use show::ModuleShow;

/// Path of the list.
const LIST: &str = "/settings/modules";
