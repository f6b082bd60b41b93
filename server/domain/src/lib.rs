//! The rules. This room may call `store` and nothing else that reaches outside; it knows no HTTP, no SQL and no page.
//!
//! Everything that can be asked for is a method of an access trait of `contract`; [`OperatorDesk`] and
//! [`TenantDesk`] implement them. A desk is only handed out to somebody who was recognised, and holds the tenant inside.
//!
//! ```no_run
//! # async fn example(desk: domain::TenantDesk) -> Result<(), contract::Fault> {
//! use contract::{PageRequest, customers::{CustomerFilter, Customers}};
//!
//! let page = desk.customer_list(CustomerFilter::default(), PageRequest::default()).await?;
//! # drop(page);
//! # Ok(())
//! # }
//! ```

mod account;
mod api_keys;
mod approvals;
mod audit;
pub mod audit_check;
mod audit_export;
pub mod audit_platform;
pub mod audit_proof;
mod branding;
mod changes;
mod clock;
mod companies;
mod customers;
pub mod deliveries;
mod desk;
mod disown;
mod door;
mod factor_rule;
mod factors;
mod guard;
mod heavy;
mod idempotency;
mod identity;
pub mod isolation;
pub mod keys;
mod logo;
mod mails;
mod master_keys;
mod me;
mod modules;
mod onboarding;
mod operators;
mod passkey_hosts;
mod passkeys;
mod passwords;
mod picture;
mod plans;
mod platform;
mod professionals;
mod proof;
pub mod provisioning;
mod readings;
mod receiver_stop;
mod receivers;
mod referrals;
mod retention;
mod roles;
mod seed;
mod servers;
mod services;
mod sheets;
mod spreadsheet;
mod tenants;
mod throttle;
mod tokens;
mod users;
mod vault;
mod visits;

pub use audit_export::LogExport;
pub use changes::Changes;
pub use clock::Clock;
pub use desk::{OperatorDesk, TenantDesk};
pub use door::{Entered, TenantDoor};
pub use idempotency::{Allowed, Begun};
pub use identity::{Host, Signed, Site, Subject};
pub use master_keys::MasterKeys;
pub use passwords::random_password;
pub use platform::{Platform, PlatformSettings};
pub use proof::{Admission, HalfEntered};
pub use seed::{Seeded, seed_demo};
pub use sheets::{SheetExport, SheetFilter};
pub use store::platform::mails::MailToSend;
pub use tokens::{Bearer, TokenPair};
pub use vault::{MasterKey, Vault};
