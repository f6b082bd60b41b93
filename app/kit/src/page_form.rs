//! Forms that load the page anew, and the files in them.

#[cfg(feature = "ssr")]
use contract::{Answer, Fault};
use leptos::prelude::*;

use crate::FormState;

/// A `<form>` that the browser sends by its own means, also where our code runs, and that loads the page anew: for what
/// carries a file, what changes the head of the document, and what leads back to another form with what was typed there.
#[component]
pub fn PageForm(
    /// Where it goes, and what came of it.
    form: FormState,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form action=form.path() method="post" enctype="multipart/form-data">
            {children()}
        </form>
    }
}

/// The bytes of a file that was sent in the field `name`. The root hands it to the function as text in base64.
#[cfg(feature = "ssr")]
pub fn file(name: &str, text: &str) -> Answer<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Fault::field(name, "Choose a file."))
}
