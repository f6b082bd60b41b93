//! Jobs against a real PostgreSQL, and servers of others that are played.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod courier;
mod runner;
