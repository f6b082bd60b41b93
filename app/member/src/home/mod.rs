//! The home page: a greeting, the numbers, and who is new.

mod calls;
mod page;

pub(crate) use page::Home;
