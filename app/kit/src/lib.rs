//! What the three portals share: the way to the access objects, forms that work without the browser's
//! code, faults on a page, news, and the doors (sign-in, forgotten password, mailed links).
//!
//! It may know `contract` and `ui`; it may not know what any portal is about, nor how the server keeps
//! sessions: for that it has the contexts that the root provides, which are [`Redirect`], [`SetStatus`],
//! [`SetNotice`], [`Flash`] and the access objects of `contract`, each as an `Arc<dyn …>`.
//!
//! ```
//! use portal_kit::safe_path;
//!
//! assert_eq!(safe_path("/customers?q=ana"), Some("/customers?q=ana"));
//! assert_eq!(safe_path("//evil.test"), None);
//! ```
#![expect(
    unreachable_pub,
    reason = "the builders that #[component] writes are public, also in private modules"
)]

mod access;
mod account;
mod acts;
mod brand;
mod calls;
mod door;
mod event_log;
mod event_stream;
mod fault_view;
mod flash;
mod follow;
mod form;
mod frame;
mod framed;
mod loaded;
mod me;
mod page_form;
mod paging;
mod params;
mod passkey;
mod path;
mod query;
mod question;
mod response;
mod server_form;
mod time;
mod title;
mod visit_banner;
mod words;

pub use access::{account, door, member, operator, tenant};
pub use account::{AccountItems, AccountPage, ConfirmPage, FactorOffPage};
pub use acts::{ActBoxes, ActList};
pub use brand::BrandColours;
pub use door::{DoorRoutes, host_name};
pub use event_log::EventLog;
pub use event_stream::EventStream;
pub use fault_view::{FaultPage, FaultView, PageFault};
pub use flash::{FailedForm, Flash, Toaster};
pub use form::{FormState, on_success};
pub use frame::TenantFrame;
pub use framed::{framed, reframe};
pub use loaded::loaded;
pub use me::{Me, use_me};
pub use page_form::PageForm;
#[cfg(feature = "ssr")]
pub use page_form::file;
pub use paging::Paging;
pub use params::id_in_path;
pub use path::safe_path;
pub use query::{PageQuery, Query, use_page_query, with_query};
pub use question::Question;
pub use response::{Redirect, SetNotice, SetStatus, notice, redirect, set_status};
pub use server_form::ServerForm;
pub use time::Time;
pub use title::titled;
pub use visit_banner::EndVisit;
pub use words::{Noun, count};
