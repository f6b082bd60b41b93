//! The API through its real router, against a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod account;
mod approvals;
mod attack;
mod calls;
mod client;
mod cross_tenant;
mod csrf;
mod document;
mod event_export;
mod follow;
mod headers;
mod idempotency;
mod lifecycle;
mod logo;
mod modules;
mod needs;
mod nouns;
mod operations;
mod problems;
mod rate;
mod resolution;
mod schema;
mod sheets;
mod slice;
mod tenant_config;
mod tokens;
mod watch;
mod web;
