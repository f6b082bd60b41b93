//! What a browser runs first.

use leptos::prelude::*;

/// Wakes the page that the server sent.
pub fn wake() {
    console_error_panic_hook::set_once();
    if window()
        .location()
        .pathname()
        .is_ok_and(|path| path.starts_with("/gallery"))
    {
        // Servers in development have the gallery; this half, which is always built for release, has not.
        return;
    }
    hydrate_body(crate::App);
    // The browser tests wait for it, and so can anybody who automates these pages.
    if let Some(html) = document().document_element() {
        let marked = html.set_attribute("data-hydrated", "");
        debug_assert!(marked.is_ok(), "an attribute name of letters and a hyphen");
    }
}
