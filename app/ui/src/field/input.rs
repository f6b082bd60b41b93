//! One line of text, of any kind that browsers know.

use leptos::prelude::*;

use super::{CONTROL, Wiring};
use crate::class::join;

/// What a [`TextField`] holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any words.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password, hidden while typed.
    Password,
    /// A number, with digits of one width.
    Number,
    /// Words to look for.
    Search,
    /// A telephone number.
    Tel,
    /// A web address.
    Url,
    /// A day.
    Date,
    /// A file.
    File,
}

impl InputKind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Number => "number",
            Self::Search => "search",
            Self::Tel => "tel",
            Self::Url => "url",
            Self::Date => "date",
            Self::File => "file",
        }
    }
}

/// Square where words are glued on.
const AFFIXED: &str = "[.affix+&]:rounded-s-none has-[+.affix]:rounded-e-none";
const AFFIX: &str = "affix flex items-center rounded-md border border-line-strong bg-sunken px-2.5 whitespace-nowrap text-muted first:rounded-e-none first:border-e-0 last:rounded-s-none last:border-s-0";

/// A labelled line of text.
#[component]
pub fn TextField(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// What it holds.
    #[prop(optional)]
    kind: InputKind,
    /// What it was rendered with.
    #[prop(into, optional)]
    value: MaybeProp<String>,
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
    /// The browser's word for it, such as `username` or `new-password`.
    #[prop(into, optional)]
    autocomplete: Option<String>,
    /// Which files are offered, such as `image/png`.
    #[prop(into, optional)]
    accept: Option<String>,
    /// The most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// The smallest number or first day.
    #[prop(into, optional)]
    min: Option<String>,
    /// The greatest number or last day.
    #[prop(into, optional)]
    max: Option<String>,
    /// The step between numbers.
    #[prop(into, optional)]
    step: Option<String>,
    /// Words glued on before, such as `https://`.
    #[prop(into, optional)]
    prefix: Option<String>,
    /// Words glued on after, such as a unit or a domain.
    #[prop(into, optional)]
    suffix: MaybeProp<String>,
    /// Takes the caret when the page opens; one a page.
    #[prop(optional)]
    autofocus: bool,
    /// Shows the label to screen readers alone.
    #[prop(optional)]
    quiet: bool,
    /// The element's id; `field-{name}` unless told.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let wiring = Wiring::new(id, &name, hint, error);
    let input = view! {
        <input
            id=wiring.id.clone()
            name=name
            type=kind.name()
            class=join(&[CONTROL, AFFIXED])
            value=move || value.get()
            required=required
            disabled=move || disabled.get()
            placeholder=placeholder
            autocomplete=autocomplete
            accept=accept
            maxlength=maxlength
            min=min
            max=max
            step=step
            autofocus=autofocus
            aria-invalid=wiring.invalid()
            aria-describedby=wiring.described_by()
        />
    };
    let control = view! {
        <div class="flex">
            {prefix.map(|text| view! { <span class=AFFIX>{text}</span> })} {input}
            {move || suffix.get().map(|text| view! { <span class=AFFIX>{text}</span> })}
        </div>
    };
    wiring.frame(label, required, quiet, control)
}
