//! What the script in every page calls.

use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
