//! The state of a form, with and without the browser's code.

use contract::{Fault, FaultCode};
use leptos::{prelude::*, server_fn::ServerFn};
use ui::Problem;

use crate::{
    account::{CONFIRM, confirm_address},
    flash::FlashState,
    follow::Unsaved,
};

/// A form to a server function: where it goes, what is wrong, what was typed, whether it is under way.
///
/// ```ignore
/// let form = FormState::of::<CustomerCreate>();
/// view! {
///     <ServerForm form>
///         <FormScope problems=form.problems()>
///             <TextField name="name" label="Name" value=form.typed("name", "") />
///             <Button submit=true loading=form.pending()>"Save"</Button>
///         </FormScope>
///     </ServerForm>
/// }
/// ```
#[derive(Clone, Copy)]
pub struct FormState {
    path: &'static str,
    answer: RwSignal<Option<Result<(), Fault>>>,
    pending: RwSignal<bool>,
    flash: Option<FlashState>,
    unsaved: Option<Unsaved>,
    group: Option<&'static str>,
}

impl FormState {
    /// The state of a form that the function `S` answers.
    pub fn of<S: ServerFn<Output = (), Error = Fault>>() -> Self {
        Self {
            path: S::PATH,
            answer: RwSignal::new(None),
            pending: RwSignal::new(false),
            flash: use_context(),
            unsaved: use_context(),
            group: None,
        }
    }

    /// The same for fields that are sent as `group[name]`.
    #[must_use]
    pub fn within(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// The path of the server function.
    pub(crate) fn path(self) -> &'static str {
        self.path
    }

    /// Notes that the form is sent, unless it is under way: a second click changes nothing.
    pub(crate) fn begins(self) -> bool {
        if self.pending.get_untracked() {
            return false;
        }
        self.pending.set(true);
        if let Some(unsaved) = self.unsaved {
            unsaved.note(true);
        }
        if let Some(flash) = self.flash {
            flash.expect();
        }
        true
    }

    /// Notes what came of it. The page may be gone by then.
    pub(crate) fn ends(self, answer: Result<(), Fault>) {
        self.pending.try_set(false);
        if let Some(unsaved) = self.unsaved {
            unsaved.note(answer.is_err());
        }
        self.answer.try_set(Some(answer));
        if let Some(flash) = self.flash {
            flash.collect();
        }
    }

    /// Why the form failed; tracked.
    pub fn fault(self) -> Option<Fault> {
        // A page may be asked once more when its signals are gone.
        match self.answer.try_get() {
            Some(Some(answer)) => answer.err(),
            Some(None) | None => self.flash.and_then(|flash| flash.fault(self.path)),
        }
    }

    /// Whether the form succeeded on this page; tracked.
    pub fn is_done(self) -> bool {
        self.answer.with(|answer| matches!(answer, Some(Ok(()))))
    }

    /// Whether the form is under way.
    pub fn pending(self) -> Signal<bool> {
        self.pending.into()
    }

    /// What is wrong, for [`ui::FormScope`]: each field's sentence, or the fault's own where no field is named.
    pub fn problems(self) -> Signal<Vec<Problem>> {
        Signal::derive(move || {
            self.fault()
                .map_or_else(Vec::new, |fault| self.list(&fault))
        })
    }

    fn list(self, fault: &Fault) -> Vec<Problem> {
        if fault.fields.is_empty() {
            let problem = Problem::general(fault.title.clone());
            return vec![match self.flash {
                Some(flash) if fault.code == FaultCode::ProofRequired => {
                    problem.mended_at(CONFIRM, confirm_address(&flash.here()))
                }
                _ if fault.code == FaultCode::FactorWanted => {
                    problem.mended_at("Your account", "/account")
                }
                _ => problem,
            }];
        }
        let sent_as = |name: &str| {
            self.group
                .map_or_else(|| name.to_owned(), |group| format!("{group}[{name}]"))
        };
        fault
            .fields
            .iter()
            .map(|(name, sentence)| Problem::new(sent_as(name), sentence.clone()))
            .collect()
    }

    /// What was typed into a field before the form failed, else `initial`.
    ///
    /// Read once: where the browser's code runs, the field itself keeps what is typed.
    pub fn typed(self, name: &str, initial: impl Into<String>) -> String {
        match untrack(|| self.fault()) {
            Some(mut fault) if !fault.input.is_empty() => {
                fault.input.remove(name).unwrap_or_default()
            }
            _ => initial.into(),
        }
    }
}

/// Runs `then` in the browser each time the form succeeds.
pub fn on_success(form: FormState, then: impl Fn() + 'static) {
    Effect::new(move || {
        if form.is_done() {
            then();
        }
    });
}
