//! One of a short list.

use leptos::prelude::*;

use super::{CONTROL, Wiring};
use crate::{Glyph, Icon, class::join};

/// One of the values to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What it means; radio cards show it.
    pub hint: Option<String>,
    /// A word in the corner, such as a price; radio cards show it.
    pub note: Option<String>,
    /// Shown but not to be had.
    pub disabled: bool,
}

impl Choice {
    /// A value and what is shown for it.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Says what it means.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a word in the corner.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Shows it but does not let it be chosen.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

/// A labelled native select.
#[component]
pub fn SelectField(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The value chosen when rendered.
    #[prop(into, optional)]
    value: Option<String>,
    /// A first, empty choice, such as "Any status".
    #[prop(into, optional)]
    blank: Option<String>,
    /// How to choose.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
    /// Cannot be changed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Shows the label to screen readers alone.
    #[prop(optional)]
    quiet: bool,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    let chosen = value.unwrap_or_default();
    let options: Vec<_> = blank
        .map(|label| Choice::new("", label))
        .into_iter()
        .chain(choices)
        .map(|choice| {
            let selected = choice.value == chosen;
            view! {
                <option value=choice.value selected=selected disabled=choice.disabled>
                    {choice.label}
                </option>
            }
        })
        .collect();
    let control = view! {
        <div class="relative">
            <select
                id=wiring.id.clone()
                name=name
                class=join(&[CONTROL, "cursor-pointer appearance-none pr-8"])
                required=required
                disabled=move || disabled.get()
                aria-invalid=wiring.invalid()
                aria-describedby=wiring.described_by()
            >
                {options}
            </select>
            <span class="pointer-events-none absolute inset-y-0 right-2 flex items-center text-muted">
                <Icon glyph=Glyph::Selector />
            </span>
        </div>
    };
    wiring.frame(label, required, quiet, control)
}
