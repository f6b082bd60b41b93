//! Tests of the kit itself: what it gives is whole, and nothing of it stays.

mod planes;
