//! One's own account, in every portal: the password, the second factor, and where one is signed in.

mod agent;
mod calls;
mod confirm;
mod factor;
mod menu;
mod page;
mod passkeys;
mod password;
mod sessions;

pub use confirm::ConfirmPage;
pub(crate) use confirm::{CONFIRM, confirm_address};
pub(crate) use factor::CodeField;
pub use factor::FactorOffPage;
pub use menu::AccountItems;
pub use page::AccountPage;
