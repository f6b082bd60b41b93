//! The tenant's words, one line a noun.

#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use contract::branding::TenantConfig;
use contract::vocabulary::{Term, Vocabulary};
use leptos::prelude::*;
use portal_kit::FormState;
use ui::TextField;

/// The product's nouns that a tenant can rename, with what each stands for.
const NOUNS: [(&str, &str); 8] = [
    ("customer", "Whom you serve"),
    ("professional", "Who serves them"),
    ("service", "What is done for them"),
    ("appointment", "When it is done"),
    ("company", "A branch, office or site"),
    ("member", "Who signs in here"),
    ("resource", "What an appointment occupies"),
    ("referral", "Somebody passed on"),
];

/// The fields of the words, as `vocabulary[customer][singular]`.
pub(super) fn term_fields(form: FormState, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let lines: Vec<_> = NOUNS
        .into_iter()
        .map(|(noun, meaning)| line(form, noun, meaning, vocabulary.term(noun)))
        .collect();
    // The id is where the summary of a failed form leads.
    view! {
        <div id="field-vocabulary" tabindex="-1" class="flex flex-col gap-4">
            {lines}
        </div>
    }
}

fn line(form: FormState, noun: &str, meaning: &'static str, term: Term) -> impl IntoView {
    let (one, many) = (name(noun, "singular"), name(noun, "plural"));
    let (singular, plural) = (
        form.typed(&one, term.singular),
        form.typed(&many, term.plural),
    );
    view! {
        <fieldset class="flex min-w-0 flex-col gap-1.5">
            <legend class="mb-1.5 text-sm text-muted">{meaning}</legend>
            <div class="grid grid-cols-2 gap-2">
                <TextField
                    name=one
                    id=format!("term-{noun}-one")
                    label="One"
                    value=singular
                    maxlength=60
                    required=true
                />
                <TextField
                    name=many
                    id=format!("term-{noun}-many")
                    label="Several"
                    value=plural
                    maxlength=60
                    required=true
                />
            </div>
        </fieldset>
    }
}

fn name(noun: &str, number: &str) -> String {
    format!("vocabulary[{noun}][{number}]")
}

/// Every field of the form by its name, to be shown again.
#[cfg(feature = "ssr")]
pub(super) fn typed(config: &TenantConfig) -> BTreeMap<String, String> {
    let words = config.vocabulary.0.iter().flat_map(|(noun, term)| {
        [
            (name(noun, "singular"), term.singular.clone()),
            (name(noun, "plural"), term.plural.clone()),
        ]
    });
    let settings = [
        ("locale", config.locale.clone()),
        ("time_zone", config.time_zone.clone()),
        ("currency", config.currency.clone()),
        ("week_start", config.week_start.to_string()),
    ];
    words
        .chain(settings.map(|(name, value)| (name.to_owned(), value)))
        .collect()
}
