//! Two people change the same customer: nothing that either typed is lost without being asked.

use contract::{FaultCode, customers::Customer};
use leptos::{prelude::*, task::spawn_local};
use portal_kit::{FormState, Noun};
use ui::{Banner, KeyValueList, Problem, Tone};

use super::{calls::customer_get, show::fact};

/// The customer as it is stored, against which a form is sent.
///
/// Starts as the one the page was loaded with. When the server says that it was changed meanwhile,
/// the newest is fetched: the form keeps what was typed and the next save is against the newest.
#[derive(Clone, Copy)]
pub(super) struct Conflict {
    stored: RwSignal<Customer>,
    form: FormState,
}

impl Conflict {
    /// Watches the form, which was filled from `customer`.
    pub(super) fn of(form: FormState, customer: Customer) -> Self {
        let id = customer.id;
        let stored = RwSignal::new(customer);
        Effect::new(move || {
            if is_conflict(form) {
                spawn_local(async move {
                    if let Ok(newest) = customer_get(id).await {
                        stored.set(newest);
                    }
                });
            }
        });
        Self { stored, form }
    }

    /// The version that the next save is against.
    pub(super) fn version(self) -> Signal<String> {
        Signal::derive(move || self.stored.with(|customer| customer.version.to_string()))
    }

    /// What is wrong with the form besides the conflict.
    pub(super) fn other_problems(self) -> Signal<Vec<Problem>> {
        let problems = self.form.problems();
        Signal::derive(move || {
            if self.stands() {
                Vec::new()
            } else {
                problems.get()
            }
        })
    }

    fn stands(self) -> bool {
        is_conflict(self.form)
    }
}

fn is_conflict(form: FormState) -> bool {
    form.fault()
        .is_some_and(|fault| fault.code == FaultCode::PreconditionFailed)
}

/// Says that somebody else was faster, what is stored now, and what saving again would do.
pub(super) fn conflict_notice(
    conflict: Conflict,
    noun: &Noun,
    reload: String,
) -> impl IntoView + use<> {
    let title = format!("Somebody else changed this {} meanwhile", noun.one);
    move || {
        conflict
            .stands()
            .then(|| notice(title.clone(), conflict.stored.get(), reload.clone()))
    }
}

fn notice(title: String, stored: Customer, reload: String) -> impl IntoView {
    view! {
        <Banner tone=Tone::Warn title>
            <p>
                "What you typed is still in the form. Saving again puts it in the place of what is stored now, or "
                <a href=reload rel="external" class="link">
                    "start again from there"
                </a> "."
            </p>
            <div class="mt-3">
                <KeyValueList>
                    {fact("Name", Some(stored.name))} {fact("E-mail address", stored.email)}
                    {fact("Telephone", stored.phone)} {fact("Notes", stored.notes)}
                </KeyValueList>
            </div>
        </Banner>
    }
}
