//! The one source of chance: keys, secrets, ids and codes come from here and nowhere else.

/// Fresh random bytes from the operating system's generator, through one that is seeded by it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where chance is drawn"
)]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    rand::random()
}
