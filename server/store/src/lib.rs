//! The only room with SQL. It may talk to PostgreSQL and nothing else; it holds no rules.
//!
//! A tenant's rows are reached through a [`TenantReader`] or a [`TenantWriter`] and through nothing else. Both are
//! opened from a [`TenantScope`], which only functions of this crate make, after they have read the row that
//! says the caller may act. A writer ends in [`TenantWriter::commit`], which takes the [`AuditEntry`] of the
//! change; there is no other commit.
//!
//! ```no_run
//! # async fn example(database: store::Database, scope: store::TenantScope) -> Result<(), store::Error> {
//! use contract::{PageRequest, customers::CustomerFilter};
//!
//! let mut reader = database.read(&scope).await?;
//! let page = store::tenant::customers::list(&mut reader, &CustomerFilter::default(), &PageRequest::default()).await?;
//! # drop(page);
//! # Ok(())
//! # }
//! ```

mod audit;
mod barred;
mod bootstrap;
pub mod canaries;
mod chance;
mod connections;
mod cursor;
mod database;
mod error;
mod ids;
mod lease;
mod names;
mod placement;
mod planes;
pub mod platform;
pub mod probe;
mod resolve;
mod scope;
mod seal_plain;
mod secrets;
mod self_check;
mod server_setup;
pub mod tenant;
mod tenant_connection;
mod transaction;
mod unsigned;

pub use audit::{Actor, AuditEntry, Caller};
pub use barred::{Behind, LeftOut};
pub use bootstrap::bootstrap;
pub use chance::random_bytes;
pub use database::{Database, Exclusive, Settings};
pub use error::{Error, Result};
pub use ids::{IdMint, Own};
pub use placement::Placement;
pub use resolve::TenantRecord;
pub use scope::{TenantScope, Visitor, Who};
pub use secrets::{Keys, Secrets, Seeds};
pub use self_check::{Finding, self_check};
pub use server_setup::Unfit;
pub use transaction::{PlatformReader, PlatformWriter, Recorded, TenantReader, TenantWriter};
