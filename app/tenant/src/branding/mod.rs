//! How the tenant's pages look.

mod calls;
mod logo;
mod page;
mod preview;

pub(crate) use page::BrandingPage;
