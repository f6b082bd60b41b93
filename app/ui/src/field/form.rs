//! What a whole form shows: what is wrong, sections and actions.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `name` of the field; empty when it is about the whole form.
    pub field: String,
    /// What is wrong and how to mend it, as a sentence.
    pub message: String,
    /// Where it is mended, if not here: what the link says, and where it leads.
    pub way_out: Option<(String, String)>,
}

impl Problem {
    /// A problem with the field called `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
            way_out: None,
        }
    }

    /// Adds a link to where it is mended.
    #[must_use]
    pub fn mended_at(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.way_out = Some((label.into(), href.into()));
        self
    }

    /// A problem with the form as a whole.
    pub fn general(message: impl Into<String>) -> Self {
        Self::new("", message)
    }
}

/// The problems of the form around, which its fields look themselves up in.
#[derive(Clone, Copy)]
pub struct Problems(Signal<Vec<Problem>>);

impl Problems {
    pub(crate) fn about(self, field: &str) -> Option<String> {
        self.0.with(|all| {
            all.iter()
                .find(|one| one.field == field)
                .map(|one| one.message.clone())
        })
    }
}

/// The fields of one form: shows the summary of `problems` above them, and each field its own.
#[component]
pub fn FormScope(
    /// What the server found; empty when all is well.
    #[prop(into, optional)]
    problems: Signal<Vec<Problem>>,
    /// The fields and the actions.
    children: Children,
) -> impl IntoView {
    provide_context(Problems(problems));
    view! {
        <div class="flex flex-col gap-5">
            {move || problems.with(|all| (!all.is_empty()).then(|| summary(all)))} {children()}
        </div>
    }
}

fn summary(problems: &[Problem]) -> AnyView {
    let lines: Vec<_> = problems
        .iter()
        .map(|problem| {
            let message = problem.message.clone();
            if let Some((label, href)) = problem.way_out.clone() {
                view! {
                    <li>
                        {message} " " <a href=href class="font-semibold underline underline-offset-2">{label}</a>
                    </li>
                }
                    .into_any()
            } else if problem.field.is_empty() {
                view! { <li>{message}</li> }.into_any()
            } else {
                let href = format!("#field-{}", problem.field);
                view! { <li><a href=href class="underline underline-offset-2" rel="external">{message}</a></li> }.into_any()
            }
        })
        .collect();
    view! {
        <div
            role="alert"
            class="flex gap-2.5 rounded-md border border-danger/30 bg-danger-soft p-3 text-base text-danger"
        >
            <span class="mt-0.5">
                <Icon glyph=Glyph::Alert />
            </span>
            <ul class="flex flex-col gap-1">{lines}</ul>
        </div>
    }
    .into_any()
}

/// Fields that belong together, with the reason they are asked on the left.
#[component]
pub fn FormSection(
    /// What the fields are about.
    #[prop(into)]
    title: String,
    /// Why they are asked.
    #[prop(into, optional)]
    description: Option<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="grid [section+&]:border-t [section+&]:pt-6 gap-x-10 gap-y-4 border-line md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <div>
                <h2 class="text-base font-semibold text-ink">{title}</h2>
                {description
                    .map(|text| view! { <p class="mt-1 text-sm text-pretty text-muted">{text}</p> })}
            </div>
            <div class="flex flex-col gap-4">{children()}</div>
        </section>
    }
}

/// The row of buttons that ends a form; the primary one first in the source, last on the eye's way.
#[component]
pub fn FormActions(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex flex-row-reverse flex-wrap items-center justify-start gap-2 border-t border-line pt-4 max-sm:flex-col max-sm:items-stretch">
            {children()}
        </div>
    }
}
