//! The slices of the tenant plane, each against a real PostgreSQL.

mod ids;
mod isolation;
mod lists;
mod log;
mod people;
mod seeds;
mod versions;
mod workspace;
