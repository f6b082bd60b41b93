//! What every field shares: its ids and its message.

use leptos::prelude::*;

use super::Problems;

/// The ids and the message of one field.
#[derive(Clone)]
pub(crate) struct Wiring {
    pub(crate) id: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
}

impl Wiring {
    /// Takes the field's own message, or else the one that the form around it holds for `name`.
    pub(crate) fn new(
        id: Option<String>,
        name: &str,
        hint: Option<String>,
        own: MaybeProp<String>,
    ) -> Self {
        let id = id.unwrap_or_else(|| format!("field-{name}"));
        let problems = use_context::<Problems>();
        let name = name.to_owned();
        let error = Signal::derive(move || {
            own.get()
                .or_else(|| problems.and_then(|problems| problems.about(&name)))
        });
        Self { id, hint, error }
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The ids of the hint and the message that are on the page.
    pub(crate) fn described_by(&self) -> Signal<Option<String>> {
        let (hint, message) = (self.hint.is_some().then(|| self.hint_id()), self.error_id());
        let error = self.error;
        Signal::derive(move || {
            let message = error.with(Option::is_some).then(|| message.clone());
            match (hint.clone(), message) {
                (Some(hint), Some(message)) => Some(format!("{hint} {message}")),
                (hint, message) => hint.or(message),
            }
        })
    }

    /// `"true"` while a message stands.
    pub(crate) fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some).then_some("true"))
    }

    /// The hint, where there is one.
    pub(crate) fn hint_line(&self) -> impl IntoView + use<> {
        let id = self.hint_id();
        self.hint
            .clone()
            .map(|hint| view! { <p id=id class="text-sm text-muted">{hint}</p> })
    }

    /// The message, where there is one.
    pub(crate) fn error_line(&self) -> impl IntoView + use<> {
        let (id, error) = (self.error_id(), self.error);
        move || {
            error.get().map(|error| {
                view! { <p id=id.clone() class="text-sm font-medium text-danger">{error}</p> }
            })
        }
    }

    /// Label above, `control`, then hint and message; `quiet` keeps the label for screen readers.
    pub(crate) fn frame(
        &self,
        label: String,
        required: bool,
        quiet: bool,
        control: impl IntoView + 'static,
    ) -> AnyView {
        let label_class = if quiet {
            "sr-only"
        } else {
            "text-sm font-medium text-ink"
        };
        view! {
            <div class="flex min-w-0 flex-col gap-1.5">
                <label for=self.id.clone() class=label_class>
                    {label}
                    {required_mark(required)}
                </label>
                {control}
                {self.hint_line()}
                {self.error_line()}
            </div>
        }
        .into_any()
    }
}

/// The star beside a label; the control itself carries `required`.
pub(crate) fn required_mark(required: bool) -> impl IntoView {
    required.then(|| view! { <span class="ml-0.5 text-danger" aria-hidden="true">"*"</span> })
}
