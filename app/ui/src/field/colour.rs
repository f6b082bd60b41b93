//! A colour.

use leptos::prelude::*;

use super::Wiring;

/// A labelled colour well; sends `#rrggbb`.
#[component]
pub fn ColourField(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What it colours.
    #[prop(into)]
    label: String,
    /// The colour when rendered, as `#rrggbb`.
    #[prop(into)]
    value: String,
    /// How to choose.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    let shown = RwSignal::new(value.clone());
    let control = view! {
        <span class="flex items-center gap-2">
            <input
                type="color"
                id=wiring.id.clone()
                name=name
                value=value
                class="colour-well"
                aria-invalid=wiring.invalid()
                aria-describedby=wiring.described_by()
                on:input=move |event| shown.set(event_target_value(&event))
            />
            <output for=wiring.id.clone() class="font-mono text-sm text-muted">
                {shown}
            </output>
        </span>
    };
    wiring.frame(label, false, false, control)
}
