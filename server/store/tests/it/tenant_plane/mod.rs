//! The slices of the tenant plane, each against a real PostgreSQL.

pub(crate) mod fields;
mod ids;
mod isolation;
mod lists;
mod log;
mod people;
mod permits;
mod sealed;
mod seeds;
mod versions;
