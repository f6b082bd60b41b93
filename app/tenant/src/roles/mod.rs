//! Roles: who may do what, and those of the tenant's own.

mod calls;
mod delete;
mod fields;
mod list;
mod new;
mod show;

pub(crate) use calls::role_list;
pub(crate) use delete::RoleDelete;
pub(crate) use list::RolesPage;
pub(crate) use new::RoleNew;
pub(crate) use show::RoleShow;

/// Path of the list.
const LIST: &str = "/settings/roles";
