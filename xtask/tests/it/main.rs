//! What must hold of the workspace as a whole: the rooms' arrows, who may name which library, and sizes.

#![expect(
    clippy::expect_used,
    reason = "a workspace that cannot be read is a failed test"
)]

mod incidents;
mod rooms;
mod sizes;
