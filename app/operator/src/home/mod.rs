//! Home: how the platform is doing.

mod calls;
#[cfg(feature = "ssr")]
mod drawing;
#[cfg(feature = "ssr")]
mod figures;
mod page;

pub(crate) use calls::Figure;
#[cfg(feature = "ssr")]
pub(crate) use drawing::columns;
pub(crate) use page::{HomePage, figure};
