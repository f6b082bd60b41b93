//! The job runner. It may call `domain`, and send mail; it holds no rules and no SQL. The queue is `graphile_worker`
//! in the control plane's database: a job is queued in the transaction that wants it done, and done at least once.
//!
//! Adding one: a payload with the tenant inside, a file with its `TaskHandler`, a line in [`Runner::start`].
//!
//! ```no_run
//! # use std::time::Duration;
//! # async fn example(platform: domain::Platform) -> Result<(), jobs::Error> {
//! let post_office = jobs::PostOffice::folder("/var/lib/tenantry/mail", "noreply@example.com")?;
//! let notary = jobs::Notary::new("/var/lib/tenantry/anchors");
//! let courier = jobs::Courier::new(outbound::Client::new(Vec::new()).unwrap());
//! let inspection = jobs::Inspection::new("127.0.0.1:8080".parse().unwrap(), Duration::from_hours(1));
//! let runner = jobs::Runner::start(platform, post_office, notary, courier, inspection).await?;
//! runner.stop().await;
//! # Ok(())
//! # }
//! ```

mod courier;
mod expire_logs;
mod mail_reset;
mod notary;
mod post_office;
mod probe_isolation;
mod provision_tenant;
mod refill_pool;
mod rotate_tenant_key;
mod runner;
mod send_mail;
mod sweep;

pub use courier::Courier;
pub use notary::Notary;
pub use post_office::PostOffice;
pub use probe_isolation::Inspection;
pub use runner::{Error, Runner, install};
