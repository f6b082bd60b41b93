//! How people sign in: whether everybody needs a second factor, and who has one.

mod calls;
mod page;

pub(crate) use page::SignInRulePage;

/// Path of the page.
const HERE: &str = "/settings/sign-in";
