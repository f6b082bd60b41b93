//! What an operator does to a tenant's life: each deed says what will happen and asks once more.

mod deed;
mod page;

pub(crate) use deed::Deed;
pub(crate) use page::TenantDeedPage;
