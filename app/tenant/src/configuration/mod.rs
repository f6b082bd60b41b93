//! The tenant's typed settings and its words.

mod calls;
mod choices;
mod page;
mod terms;

pub(crate) use page::ConfigurationPage;
