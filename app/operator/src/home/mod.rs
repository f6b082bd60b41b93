//! Home: how the platform is doing.

mod calls;
#[cfg(feature = "ssr")]
mod charts;
mod page;

pub(crate) use page::HomePage;
