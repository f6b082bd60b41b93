//! The pages of the operator portal: home, tenants, approvals, plans, outbox, servers, isolation, audit.
//!
//! It may know `contract`, `ui` and `portal-kit`; it may not know the backend: every page asks
//! through `contract::OperatorAccess`, which the root puts into the context. What the operator's
//! role does not allow is not offered here, and refused there.
//!
//! [`OperatorRoutes`] goes into the `<Routes>` of the operators' host, beside the doors:
//!
//! ```ignore
//! <Routes fallback=NotFound>
//!     <DoorRoutes />
//!     <OperatorRoutes />
//! </Routes>
//! ```
#![expect(
    unreachable_pub,
    reason = "the builders that #[component] writes are public, also in private modules"
)]

mod address;
mod approvals;
mod audit;
mod format;
mod home;
mod isolation;
mod me;
mod outbox;
mod paging;
mod plans;
mod routes;
mod servers;
mod shell;
mod tenants;
mod words;

pub use routes::OperatorRoutes;
