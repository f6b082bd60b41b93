//! Companies: the branches of the tenant, under whatever word it has for them.

mod calls;
mod delete;
mod list;
mod new;
mod show;

pub(crate) use delete::CompanyDelete;
pub(crate) use list::CompaniesPage;
pub(crate) use new::CompanyNew;
pub(crate) use show::CompanyShow;
