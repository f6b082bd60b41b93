//! Yes or no.

use leptos::prelude::*;

use super::Wiring;

/// A box to tick; sends `value` (`true` unless told) when ticked and nothing when not.
#[component]
pub fn Checkbox(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What ticking it says.
    #[prop(into)]
    label: String,
    /// Ticked when rendered.
    #[prop(optional)]
    checked: bool,
    /// What is sent when ticked.
    #[prop(into, default = "true".to_owned())]
    value: String,
    /// What follows from it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// Must be ticked.
    #[prop(optional)]
    required: bool,
    /// Cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    toggle(
        wiring, name, label, value, checked, required, disabled, "checkbox", None,
    )
}

/// A switch for a setting; sends `value` (`true` unless told) when on and nothing when off.
#[component]
pub fn Switch(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What is on when it is on.
    #[prop(into)]
    label: String,
    /// On when rendered.
    #[prop(optional)]
    checked: bool,
    /// What is sent when on.
    #[prop(into, default = "true".to_owned())]
    value: String,
    /// What follows from it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// Cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    toggle(
        wiring,
        name,
        label,
        value,
        checked,
        false,
        disabled,
        "switch",
        Some("switch"),
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "the shared half of two components"
)]
fn toggle(
    wiring: Wiring,
    name: String,
    label: String,
    value: String,
    checked: bool,
    required: bool,
    disabled: Signal<bool>,
    class: &'static str,
    role: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="flex gap-2.5">
            <input
                type="checkbox"
                id=wiring.id.clone()
                name=name
                value=value
                class=class
                role=role
                checked=checked
                required=required
                disabled=move || disabled.get()
                aria-invalid=wiring.invalid()
                aria-describedby=wiring.described_by()
            />
            <div class="flex min-w-0 flex-col gap-0.5">
                <label for=wiring.id.clone() class="text-base text-ink">
                    {label}
                </label>
                {wiring.hint_line()}
                {wiring.error_line()}
            </div>
        </div>
    }
}
