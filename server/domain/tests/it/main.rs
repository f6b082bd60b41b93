//! The rules against a real PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod approvals;
mod audit_check;
mod audit_export;
mod audit_platform;
mod audit_proof;
mod deliveries;
mod door;
mod keys;
mod master_keys;
mod provisioning;
mod readings;
mod retention;
mod servers;
mod sheets;
mod tenant_slices;
mod visits;
