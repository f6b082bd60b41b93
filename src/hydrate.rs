//! What the script in every page calls.

use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let path = leptos::prelude::window().location().pathname();
    if path.is_ok_and(|path| path.starts_with("/gallery")) {
        // Servers in development have the gallery; this half, which is always built for release, has not.
        return;
    }
    leptos::mount::hydrate_body(app::App);
    // The browser tests wait for it, and so can anybody who automates these pages.
    if let Some(html) = leptos::prelude::document().document_element() {
        let marked = html.set_attribute("data-hydrated", "");
        debug_assert!(marked.is_ok(), "an attribute name of letters and a hyphen");
    }
}
