//! What the shared words promise, checked from outside.

mod ids;
mod policy;
mod states;
mod text;
