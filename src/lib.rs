//! The browser half: wakes the pages that the server sent. The server half is the binary of this package.

#[cfg(feature = "hydrate")]
mod hydrate;
