//! The prober against a plane of its own, and against one whose walls were taken down.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

mod canaries;
mod walls;
