//! What the three portals share: the way to the access objects, forms that work without the browser's
//! code, faults on a page, news, and the doors (sign-in, forgotten password, mailed links).
//!
//! It may know `contract` and `ui`; it may not know what any portal is about, nor how the server keeps
//! sessions: it asks for that through the contexts of [`response`] and [`Flash`], which the root provides.
//!
//! ```
//! use portal_kit::safe_path;
//!
//! assert_eq!(safe_path("/customers?q=ana"), Some("/customers?q=ana"));
//! assert_eq!(safe_path("//evil.test"), None);
//! ```

mod access;
pub mod calls;
mod door;
mod fault_view;
mod flash;
mod form;
mod path;
mod query;
pub mod response;
mod time;

pub use access::{Refused, door, member, operator, tenant};
pub use door::{DoorRoutes, ForgotPage, LinkPage, SignInPage, SignOut};
pub use fault_view::{FaultPage, FaultView};
pub use flash::{FailedForm, Flash, Toaster};
pub use form::FormState;
pub use path::safe_path;
pub use query::{Query, use_page_query, with_query};
pub use response::{Redirect, SetNotice, SetStatus, notice, redirect, set_status};
pub use time::{Time, moment};
