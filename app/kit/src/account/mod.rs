//! One's own account, in every portal: the password, and where one is signed in.

mod agent;
mod calls;
mod menu;
mod page;
mod password;
mod sessions;

pub use menu::AccountItems;
pub use page::AccountPage;
