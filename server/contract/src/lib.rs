//! What the rooms say to each other: ids, rows, drafts, filters, acts, roles, faults and the access traits.
//!
//! Everything here compiles to wasm: no database, no HTTP, no clock, no randomness. A page, a JSON
//! handler, a job and a command all speak these types and call these traits; who may call is
//! decided by which access object they hold, never by an argument.
//!
//! ```
//! use contract::customers::CustomerDraft;
//!
//! let draft = CustomerDraft { name: "  ".into(), ..CustomerDraft::default() };
//! let fault = draft.check().unwrap_err();
//! assert_eq!(fault.fields["name"], "Enter a name.");
//! ```

pub mod access;
pub mod account;
pub mod acts;
pub mod api_keys;
pub mod approvals;
pub mod audit;
pub mod branding;
pub mod companies;
pub mod customers;
pub mod door;
pub mod factor_rule;
pub mod fault;
pub mod ids;
pub mod isolation;
pub mod keys;
pub mod logo;
pub mod mails;
pub mod me;
pub mod modules;
pub mod money;
pub mod page;
pub mod plans;
pub mod professionals;
pub mod receivers;
pub mod referrals;
pub mod retention;
pub mod roles;
mod sensitive;
pub mod servers;
pub mod services;
pub mod sheets;
pub mod tenants;
pub mod text;
pub mod users;
pub mod visits;
pub mod vocabulary;

pub use access::{MemberAccess, OperatorAccess, TenantAccess};
pub use fault::{Fault, FaultCode};
pub use page::{Page, PageRequest};
pub use sensitive::Sensitive;

/// What every call of an access trait answers.
pub type Answer<T> = Result<T, Fault>;
