//! A test plane: a database of its own, actors, builders, an outbox to read, a clock to turn. For tests alone.
//!
//! It may use every room below the web, and nothing of it that a caller of those rooms could not: its actors sign in
//! like anybody. What an attacker with a login would try goes through [`Plane::as_role`] and [`Plane::superuser`].
//!
//! ```no_run
//! # async fn example() -> Result<(), contract::Fault> {
//! use contract::{PageRequest, customers::{CustomerFilter, Customers}};
//! use testkit::{Plane, given};
//!
//! let plane = Plane::new().await;
//! let acme = plane.tenant("acme").build().await;
//! given::customer(&acme, "Ada").await;
//! let page = acme.member().await.customer_list(CustomerFilter::default(), PageRequest::default()).await?;
//! assert_eq!(page.items.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! A plane is copied from a template database that is made once for a state of the sources, and dropped with its
//! value. `cargo xtask test` starts the server that it needs, and says where it is in `TENANTRY_TEST_ADMIN_URL`.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up has failed"
)]

mod app;
mod device;
mod forge;
pub mod given;
mod heard;
mod operators;
mod patience;
mod plane;
mod raw;
mod server;
mod sessions;
mod template;
mod tenant;
mod witness;

pub use app::AuthenticatorApp;
pub use device::Device;
pub use forge::{signed_token, strangers_token, token_parts};
pub use given::PASSWORD;
pub use heard::Heard;
pub use patience::{give_up_at, waits_of};
pub use plane::{Plane, keepers, keys, master_key, node_of, node_of_with, secrets};
pub use tenant::{TenantOrder, TenantPlane};
pub use witness::{Place, Records, Witness};
