//! Users: the people with an account in the tenant.

mod badge;
mod calls;
mod factor;
mod invite;
mod list;
mod remove;
mod roles;
mod show;

pub(crate) use factor::UserFactor;
pub(crate) use invite::UserInvite;
pub(crate) use list::UsersPage;
pub(crate) use remove::UserRemove;
pub(crate) use show::UserShow;
