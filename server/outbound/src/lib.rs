//! Requests to addresses that somebody typed. This room may reach the servers of others, and no address inside of our own
//! networks; it knows neither tenants nor what it carries.
//!
//! ```
//! # async fn example() -> Result<(), outbound::Error> {
//! let client = outbound::Client::new(Vec::new())?;
//! let told = client.post("https://169.254.169.254/latest/meta-data", &[], Vec::new()).await;
//! assert_eq!(told, Err(outbound::Error::Inside));
//! # Ok(())
//! # }
//! ```

mod client;
mod names;
mod networks;

pub use client::Client;
pub use ipnet::IpNet;
pub use names::{Names, SystemNames};

/// Why nothing was sent, or nothing came back. The texts are for whoever typed the address: they tell nothing of what is
/// inside of our networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text is no address that may be asked.
    #[error("the address has to read https://HOST/PATH, without a user name or password in it")]
    Address,
    /// The port belongs to something else than web servers.
    #[error("port {0} is not asked; use 443 or one from 1024 on")]
    Port(u16),
    /// Nobody knows the name, or it leads into a network that is not reached; one answer for both, as for an address that does.
    #[error(
        "the name of the server cannot be found, or it leads into a network that is not reached from here"
    )]
    Inside,
    /// No connection came about.
    #[error(
        "the server cannot be reached: nothing listens there, or its certificate is not good for this name"
    )]
    Unreachable,
    /// It took too long.
    #[error("the server did not answer in time")]
    Silent,
    /// The connection ended before there was an answer.
    #[error("the server broke off without a proper answer")]
    BrokeOff,
    /// TLS cannot be set up on this machine.
    #[error("TLS cannot be set up on this machine")]
    NoTls,
}
