//! The state of a form, with and without the browser's code.

use contract::Fault;
use leptos::{
    prelude::*,
    server_fn::{ServerFn, error::FromServerFnError},
};
use ui::Problem;

use crate::flash::FlashState;

/// What a form shows besides its fields: what is wrong, what was typed, whether it is under way.
///
/// ```ignore
/// let save = ServerAction::<CustomerCreate>::new();
/// let form = FormState::of(save);
/// view! {
///     <ActionForm action=save>
///         <FormScope problems=form.problems()>
///             <TextField name="name" label="Name" value=form.typed("name", "") />
///             <Button submit=true loading=form.pending()>"Save"</Button>
///         </FormScope>
///     </ActionForm>
/// }
/// ```
#[derive(Clone, Copy)]
pub struct FormState {
    fault: Signal<Option<Fault>>,
    pending: Signal<bool>,
    group: Option<&'static str>,
}

impl FormState {
    /// The state of the form that sends `action`.
    pub fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = Fault> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
        S::Error: FromServerFnError,
    {
        // Leptos fills a new action from `__err` in the address, where anybody can write it.
        if action.version().get_untracked() == 0 {
            action.clear();
        }
        let flash = use_context::<FlashState>();
        let (value, pending) = (action.value(), action.pending());
        let fault = Signal::derive(move || match value.get() {
            Some(Ok(_)) => None,
            Some(Err(fault)) => Some(fault),
            None => flash.and_then(|flash| flash.fault(S::PATH)),
        });
        if let Some(flash) = flash {
            Effect::new(move || match (pending.get(), value.with(Option::is_some)) {
                (true, _) => flash.expect(),
                (false, true) => flash.collect(),
                (false, false) => {}
            });
        }
        Self {
            fault,
            pending: pending.into(),
            group: None,
        }
    }

    /// The same for fields that are sent as `group[name]`.
    #[must_use]
    pub fn within(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// Why the form failed.
    pub fn fault(self) -> Signal<Option<Fault>> {
        self.fault
    }

    /// Whether the form is under way.
    pub fn pending(self) -> Signal<bool> {
        self.pending
    }

    /// What is wrong, for [`ui::FormScope`]: each field's sentence, or the fault's own where no field is named.
    pub fn problems(self) -> Signal<Vec<Problem>> {
        Signal::derive(move || {
            self.fault.with(|fault| {
                fault
                    .as_ref()
                    .map_or_else(Vec::new, |fault| self.list(fault))
            })
        })
    }

    fn list(self, fault: &Fault) -> Vec<Problem> {
        if fault.fields.is_empty() {
            return vec![Problem::general(fault.title.clone())];
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
        self.fault.with_untracked(|fault| match fault {
            Some(fault) if !fault.input.is_empty() => {
                fault.input.get(name).cloned().unwrap_or_default()
            }
            _ => initial.into(),
        })
    }
}

/// Runs `then` in the browser each time the action succeeds.
pub fn on_success<S>(action: ServerAction<S>, then: impl Fn() + 'static)
where
    S: ServerFn<Error = Fault> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Ok(_)))) {
            then();
        }
    });
}
