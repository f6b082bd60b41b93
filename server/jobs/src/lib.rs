//! The job runner. It may call `domain`, and send mail; it holds no rules and no SQL. The queue is `graphile_worker`
//! in the control plane's database: a job is queued in the transaction that wants it done, and done at least once.
//!
//! Adding one: a payload with the tenant inside, a file with its `TaskHandler`, a line in [`Runner::start`].
//!
//! ```no_run
//! # async fn example(platform: domain::Platform) -> Result<(), jobs::Error> {
//! let post_office = jobs::PostOffice::folder("/var/lib/tenantry/mail", "noreply@example.com")?;
//! let notary = jobs::Notary::new("/var/lib/tenantry/anchors");
//! let runner = jobs::Runner::start(platform, post_office, notary).await?;
//! runner.stop().await;
//! # Ok(())
//! # }
//! ```

mod expire_logs;
mod mail_reset;
mod notary;
mod post_office;
mod provision_tenant;
mod refill_pool;
mod rotate_tenant_key;
mod runner;
mod send_mail;
mod sweep;

pub use notary::Notary;
pub use post_office::PostOffice;
pub use runner::{Error, Runner, install};
