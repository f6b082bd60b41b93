//! The pages of every kind of host as the server renders them, over a workspace made of samples.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod customers;
mod document;
mod doors;
mod imports;
mod records;
mod render;
mod routes;
mod settings;
mod workspace;
