//! Tenants: the list, the wizard, the record and its life.

mod calls;
mod edit;
mod filter;
mod lifecycle;
mod list;
mod new;
mod show;
mod table;

pub(crate) use calls::tenant_get;
pub(crate) use edit::TenantEditPage;
pub(crate) use lifecycle::TenantDeedPage;
pub(crate) use list::TenantsPage;
pub(crate) use new::NewTenantPage;
pub(crate) use show::TenantPage;
pub(crate) use table::tenant_table;
