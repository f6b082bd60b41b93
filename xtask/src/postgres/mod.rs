//! PostgreSQL clusters of our own: one that is kept under the data folder, and ones that vanish with a test.

mod account;
mod binaries;
mod client;
mod cluster;
mod home;

pub(crate) use cluster::{Cluster, Durability};
pub(crate) use home::free_port;
