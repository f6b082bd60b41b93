//! The pages as the server renders them, over a platform made of samples.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod pages;
mod platform;
mod render;
mod samples;
mod wizard;
