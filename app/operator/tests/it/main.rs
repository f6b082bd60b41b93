//! The pages as the server renders them, over a platform made of samples.

mod pages;
mod platform;
mod render;
mod samples;
mod wizard;
