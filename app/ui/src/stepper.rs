//! Steps: of a wizard from left to right, of a running job from top to bottom.

use leptos::prelude::*;

use crate::{Glyph, Icon, Spinner};

/// How far one step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Not yet begun.
    #[default]
    Waiting,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// Gone wrong.
    Failed,
}

impl StepState {
    fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    title: String,
    state: StepState,
    note: Option<String>,
    took: Option<String>,
    href: Option<String>,
}

impl Step {
    /// A step that waits.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Says how far it is.
    #[must_use]
    pub fn state(mut self, state: StepState) -> Self {
        self.state = state;
        self
    }

    /// A line under the title: what it does, or why it failed.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// How long it took, ready to read.
    #[must_use]
    pub fn took(mut self, took: impl Into<String>) -> Self {
        self.took = Some(took.into());
        self
    }

    /// Leads back to the step.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// The steps of a wizard; the running one is the one shown.
#[component]
pub fn Stepper(
    /// What the steps lead to.
    #[prop(into)]
    label: String,
    /// The steps in order.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! {
        <nav aria-label=label>
            <ol class="stepper">
                {move || steps.get().into_iter().zip(1..).map(wizard_step).collect_view()}
            </ol>
        </nav>
    }
}

fn wizard_step((step, number): (Step, u32)) -> impl IntoView {
    let current = (step.state == StepState::Running).then_some("step");
    let mark = match step.state {
        StepState::Done => view! { <Icon glyph=Glyph::Check size=12 /> }.into_any(),
        StepState::Failed => view! { <Icon glyph=Glyph::Close size=12 /> }.into_any(),
        StepState::Waiting | StepState::Running => number.into_any(),
    };
    let words = view! {
        <span class="step-dot" aria-hidden="true">
            {mark}
        </span>
        <span class="step-title">{step.title}</span>
        <span class="sr-only">{format!(", {}", step.state.word())}</span>
    };
    let inner = match step.href {
        Some(href) => view! { <a href=href class="step-link">{words}</a> }.into_any(),
        None => view! { <span class="step-link">{words}</span> }.into_any(),
    };
    view! { <li aria-current=current data-state=step.state.word()>{inner}</li> }
}

/// The steps of a running job, with how long each took; changes are read aloud.
#[component]
pub fn StepList(
    /// What the steps lead to.
    #[prop(into)]
    label: String,
    /// The steps in order.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    view! {
        <ol class="step-list" aria-label=label aria-live="polite">
            {move || steps.get().into_iter().map(job_step).collect_view()}
        </ol>
    }
}

fn job_step(step: Step) -> impl IntoView {
    let mark = match step.state {
        StepState::Waiting => ().into_any(),
        StepState::Running => view! { <Spinner size=20 /> }.into_any(),
        StepState::Done => view! { <Icon glyph=Glyph::Check size=12 /> }.into_any(),
        StepState::Failed => view! { <Icon glyph=Glyph::Close size=12 /> }.into_any(),
    };
    let note_class = if step.state == StepState::Failed {
        "text-sm text-danger"
    } else {
        "text-sm text-muted"
    };
    view! {
        <li data-state=step.state.word()>
            <span class="step-dot" aria-hidden="true">
                {mark}
            </span>
            <div class="min-w-0 flex-1">
                <p class="step-title">
                    {step.title} <span class="sr-only">{format!(", {}", step.state.word())}</span>
                </p>
                {step.note.map(|note| view! { <p class=note_class>{note}</p> })}
            </div>
            {step
                .took
                .map(|took| view! { <span class="text-sm text-muted tabular-nums">{took}</span> })}
        </li>
    }
}
