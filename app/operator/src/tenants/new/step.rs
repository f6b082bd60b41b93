//! The steps, and which one to show.

use contract::{Fault, tenants::TenantDraft};
use serde::Deserialize;

/// One page of the wizard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    #[default]
    Identity,
    Plan,
    Placement,
    Template,
    Owner,
    Review,
}

impl Step {
    pub(super) const ALL: [Self; 6] = [
        Self::Identity,
        Self::Plan,
        Self::Placement,
        Self::Template,
        Self::Owner,
        Self::Review,
    ];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Plan => "Plan",
            Self::Placement => "Placement",
            Self::Template => "Template",
            Self::Owner => "Owner",
            Self::Review => "Review",
        }
    }

    /// Its word in the address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Plan => "plan",
            Self::Placement => "placement",
            Self::Template => "template",
            Self::Owner => "owner",
            Self::Review => "review",
        }
    }

    /// The fields of the draft that it asks for.
    pub(super) const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Identity => &["name", "slug", "display_name"],
            Self::Plan => &["plan"],
            Self::Placement => &["strategy", "region"],
            Self::Template => &["template", "demo_data"],
            Self::Owner => &["owner_name", "owner_email"],
            Self::Review => &[],
        }
    }

    /// The step before; none before the first.
    pub(super) fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rfind(|step| *step < self)
    }

    /// The step after; the last stays.
    pub(super) fn after(self) -> Self {
        Self::ALL
            .into_iter()
            .find(|step| *step > self)
            .unwrap_or(self)
    }

    fn concerned_by(self, fault: &Fault) -> bool {
        self.fields()
            .iter()
            .any(|field| fault.fields.contains_key(*field))
    }
}

/// What the wizard shows now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    /// Everything answered so far.
    pub(super) draft: TenantDraft,
    /// The step to show.
    pub(super) step: Step,
    /// What is wrong on it.
    pub(super) fault: Option<Fault>,
    /// Every step is answered well.
    pub(super) is_complete: bool,
}

impl Turn {
    /// Shows the wanted step, unless one before it is not answered well, or the server refused a field of one.
    pub(super) fn of(draft: TenantDraft, wanted: Step, refused: Option<Fault>) -> Self {
        let wrong = draft.check().err();
        let is_complete = wrong.is_none();
        // A refusal is about the draft as it was sent, and only the review sends it.
        let fault = refused.filter(|_| wanted == Step::Review).or(wrong);
        let unanswered = fault.as_ref().and_then(|fault| {
            Step::ALL
                .into_iter()
                .find(|step| *step < wanted && step.concerned_by(fault))
        });
        match unanswered {
            Some(step) => Self {
                draft,
                step,
                fault,
                is_complete,
            },
            None => Self {
                draft,
                step: wanted,
                fault: None,
                is_complete,
            },
        }
    }

    /// Where "Continue" leads: one step on, or back to the review that one came from.
    pub(super) fn next(&self) -> Step {
        if self.is_complete {
            Step::Review
        } else {
            self.step.after()
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::{Fault, tenants::TenantDraft};

    use super::{Step, Turn};

    fn whole() -> TenantDraft {
        TenantDraft {
            slug: "luna".into(),
            name: "Luna".into(),
            plan: "starter".into(),
            template: "salon".into(),
            owner_name: "Ana Silva".into(),
            owner_email: "ana@example.test".into(),
            ..TenantDraft::default()
        }
    }

    #[test]
    fn the_first_page_shows_no_problem() {
        let turn = Turn::of(TenantDraft::default(), Step::Identity, None);
        assert_eq!((turn.step, turn.fault), (Step::Identity, None));
    }

    #[test]
    fn a_bad_answer_keeps_its_step() {
        let draft = TenantDraft {
            slug: "-".into(),
            ..whole()
        };
        let turn = Turn::of(draft, Step::Review, None);
        assert_eq!(turn.step, Step::Identity);
        assert!(turn.fault.unwrap().fields.contains_key("slug"));
    }

    #[test]
    fn one_can_always_go_back() {
        let draft = TenantDraft {
            owner_email: "nonsense".into(),
            ..whole()
        };
        let turn = Turn::of(draft, Step::Plan, None);
        assert_eq!((turn.step, turn.fault), (Step::Plan, None));
    }

    #[test]
    fn a_refused_field_is_shown_where_it_is_asked() {
        let taken = Fault::field("slug", "This address is taken.");
        let turn = Turn::of(whole(), Step::Review, Some(taken.clone()));
        assert_eq!(
            (turn.step, turn.fault),
            (Step::Identity, Some(taken.clone()))
        );
        // The person goes elsewhere: the refusal no longer holds them.
        assert_eq!(Turn::of(whole(), Step::Plan, Some(taken)).step, Step::Plan);
    }

    #[test]
    fn a_complete_draft_leads_back_to_the_review() {
        assert_eq!(Turn::of(whole(), Step::Plan, None).next(), Step::Review);
        let draft = TenantDraft {
            owner_name: String::new(),
            ..whole()
        };
        assert_eq!(Turn::of(draft, Step::Plan, None).next(), Step::Placement);
    }

    #[test]
    fn every_field_of_the_draft_is_asked_but_the_password() {
        let draft = TenantDraft {
            region: "\u{7}".into(),
            strategy: "?".into(),
            display_name: "\u{7}".into(),
            ..TenantDraft::default()
        };
        for field in draft.check().unwrap_err().fields.keys() {
            assert!(
                Step::ALL
                    .iter()
                    .any(|step| step.fields().contains(&field.as_str())),
                "{field}"
            );
        }
    }
}
