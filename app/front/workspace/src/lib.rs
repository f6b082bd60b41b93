//! The browser half of every other host: the public site, and both portals of a tenant.
#![cfg(feature = "hydrate")]

use wasm_bindgen::prelude::wasm_bindgen;

/// What the script in every page calls: wakes the page that the server sent.
#[wasm_bindgen]
pub fn hydrate() {
    app::wake();
}
