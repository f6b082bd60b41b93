//! The isolation prober: its score, what failed, and every run.

mod calls;
mod check;
#[cfg(feature = "ssr")]
mod history;
mod page;
mod show;

pub(crate) use page::IsolationPage;
pub(crate) use show::IsolationRunPage;
