//! Several lines of text.

use leptos::prelude::*;

use super::Wiring;

const AREA: &str = "block min-h-16 w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-base text-ink placeholder:text-faint transition-colors hover:border-muted focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-focus disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-danger aria-invalid:focus:outline-danger field-sizing-content pointer-coarse:text-lg";

/// A labelled box of text that grows with what is typed.
#[component]
pub fn TextArea(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// What it was rendered with.
    #[prop(into, optional)]
    value: Option<String>,
    /// How to fill it in.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// An example, never the label.
    #[prop(into, optional)]
    placeholder: Option<String>,
    /// The most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// How many lines tall it starts.
    #[prop(default = 3)]
    rows: u32,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    let control = view! {
        <textarea
            id=wiring.id.clone()
            name=name
            rows=rows
            class=AREA
            required=required
            disabled=move || disabled.get()
            placeholder=placeholder
            maxlength=maxlength
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described_by()
            inner_html=escaped(&value.unwrap_or_default())
        ></textarea>
    };
    wiring.frame(label, required, false, control)
}

/// Leptos writes the children of a `<textarea>` into the server's HTML as they are, so that a text with
/// `</textarea>` in it would be markup from there on. A line end in front keeps one that the text begins with.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    if text.starts_with('\n') {
        format!("\n{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_cannot_end_its_box() {
        assert_eq!(
            escaped("a </textarea><b>x</b> &lt;"),
            "a &lt;/textarea>&lt;b>x&lt;/b> &amp;lt;"
        );
    }
}
