//! The tenant's typed settings and its words.

mod calls;
mod choices;
mod page;
mod terms;
mod versions;

pub(crate) use page::ConfigurationPage;
pub(crate) use versions::ConfigurationVersions;
