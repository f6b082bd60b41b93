//! Two people change the same record: nothing that either typed is lost without being asked.

use contract::FaultCode;
use leptos::{prelude::*, task::spawn_local};
use portal_kit::{FormState, Me};
use ui::{Banner, KeyValueList, Problem, Tone};

use super::{Edited, Named};

/// The record as it is stored, against which a form is sent.
///
/// Starts as the one the page was loaded with. When the server says that it was changed meanwhile,
/// the newest is fetched: the form keeps what was typed and the next save is against the newest.
pub(super) struct Conflict<R: Edited> {
    stored: RwSignal<R>,
    form: FormState,
}

impl<R: Edited> Conflict<R> {
    /// Watches the form, which was filled from `record`.
    pub(super) fn of(form: FormState, record: R) -> Self {
        let id = record.id();
        let stored = RwSignal::new(record);
        Effect::new(move || {
            if is_conflict(form) {
                spawn_local(async move {
                    if let Ok(newest) = R::find(id).await {
                        stored.set(newest);
                    }
                });
            }
        });
        Self { stored, form }
    }

    /// The version that the next save is against.
    pub(super) fn version(&self) -> Signal<String> {
        let stored = self.stored;
        Signal::derive(move || stored.with(|record| record.version().to_string()))
    }

    /// What is wrong with the form besides the conflict.
    pub(super) fn other_problems(&self) -> Signal<Vec<Problem>> {
        let (form, problems) = (self.form, self.form.problems());
        Signal::derive(move || {
            if is_conflict(form) {
                Vec::new()
            } else {
                problems.get()
            }
        })
    }

    /// Says that somebody else was faster, what is stored now, and what saving again would do.
    pub(super) fn notice(&self, me: &Me, named: &Named) -> AnyView {
        let (form, stored) = (self.form, self.stored);
        let (me, named) = (me.clone(), named.clone());
        let shown = move || {
            is_conflict(form).then(|| {
                let stored = stored.get();
                let now = (stored.title(), stored.badge());
                notice(&named, now, stored.facts(&me))
            })
        };
        shown.into_any()
    }
}

fn is_conflict(form: FormState) -> bool {
    form.fault()
        .is_some_and(|fault| fault.code == FaultCode::PreconditionFailed)
}

fn notice(named: &Named, (title, badge): (String, AnyView), facts: AnyView) -> AnyView {
    let sentence = format!("Somebody else changed this {} meanwhile", named.noun.one);
    let reload = format!("{}/edit", named.path());
    view! {
        <Banner tone=Tone::Warn title=sentence>
            <p>
                "What you typed is still in the form. Saving again puts it in the place of what is stored now, or "
                <a href=reload rel="external" class="link">
                    "start again from there"
                </a> "."
            </p>
            <div class="mt-3">
                <p class="mb-2 flex flex-wrap items-center gap-2 font-medium text-ink">
                    {title} {badge}
                </p>
                <KeyValueList>{facts}</KeyValueList>
            </div>
        </Banner>
    }
    .into_any()
}
