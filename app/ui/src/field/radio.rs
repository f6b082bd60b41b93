//! One of a few, each with its meaning.

use leptos::prelude::*;

use super::{Choice, Wiring, wiring::required_mark};

/// A group of cards of which one is chosen; works as plain radio buttons.
#[component]
pub fn RadioCards(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The value chosen when rendered.
    #[prop(into, optional)]
    value: Option<String>,
    /// How to choose.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it; the form around may say so instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    /// One must be chosen.
    #[prop(optional)]
    required: bool,
    /// Side by side where there is room.
    #[prop(optional)]
    columns: bool,
    /// The group's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    let cards: Vec<_> = choices
        .into_iter()
        .map(|choice| card(&name, value.as_deref(), required, choice))
        .collect();
    view! {
        <fieldset
            role="radiogroup"
            id=wiring.id.clone()
            class="flex min-w-0 flex-col gap-1.5"
            aria-describedby=wiring.described_by()
            aria-invalid=wiring.invalid()
        >
            <legend class="mb-1.5 text-sm font-medium text-ink">
                {label} {required_mark(required)}
            </legend>
            {wiring.hint_line()}
            <div class=if columns { "grid gap-2 sm:grid-cols-2" } else { "grid gap-2" }>{cards}</div>
            {wiring.error_line()}
        </fieldset>
    }
}

fn card(name: &str, chosen: Option<&str>, required: bool, choice: Choice) -> AnyView {
    let checked = chosen == Some(choice.value.as_str());
    view! {
        <label class="radio-card">
            <input
                type="radio"
                class="radio"
                name=name.to_owned()
                value=choice.value
                checked=checked
                required=required
                disabled=choice.disabled
            />
            <span class="flex min-w-0 flex-1 flex-col gap-0.5">
                <span class="text-base font-medium text-ink">{choice.label}</span>
                {choice
                    .hint
                    .map(|hint| view! { <span class="text-sm text-pretty text-muted">{hint}</span> })}
            </span>
            {choice
                .note
                .map(|note| {
                    view! { <span class="text-sm whitespace-nowrap text-muted">{note}</span> }
                })}
        </label>
    }
    .into_any()
}
