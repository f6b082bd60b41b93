//! The browser half of the operators' host: their portal alone.
#![cfg(feature = "hydrate")]

use wasm_bindgen::prelude::wasm_bindgen;

/// What the script in every page calls: wakes the page that the server sent.
#[wasm_bindgen]
pub fn hydrate() {
    app::wake();
}
