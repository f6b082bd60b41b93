//! What the shared words promise, checked from outside.

mod ids;
mod policy;
mod servers;
mod states;
mod text;
