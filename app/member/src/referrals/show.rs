//! One referral, and what is answered to it.

use contract::{
    Answer,
    acts::Act,
    ids::{ReferralId, ReferralKind},
    referrals::{Referral, ReferralStatus},
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Noun, ServerForm, Time, on_success};
use ui::{Badge, Button, ButtonKind, FormScope, KeyValue, Tone};

use super::calls::{ReferralDelete, ReferralStep, referral_get};
use crate::record::{Record, fact};

impl Record for Referral {
    type Kind = ReferralKind;
    type Delete = ReferralDelete;
    const PATH: &'static str = "/referrals";
    const WRITE: &'static [Act] = &[Act::ReferralWrite, Act::ProfessionalRead];
    const DELETE: Act = Act::ReferralDelete;

    async fn find(id: ReferralId) -> Answer<Self> {
        referral_get(id).await
    }

    fn id(&self) -> ReferralId {
        self.id
    }

    fn title(&self) -> String {
        self.reason.clone()
    }

    fn facts(self, me: &Me) -> AnyView {
        let customer = self.customer_id.zip(self.customer_name);
        let customer = customer.map(|(id, name)| {
            let name = named(Some(format!("/customers/{id}")), name);
            let label = me.noun("customer").title;
            view! { <KeyValue label>{name}</KeyValue> }
        });
        let professional = |id, name| {
            let may_see = me.may(Act::ProfessionalRead);
            named(may_see.then(|| format!("/professionals/{id}")), name)
        };
        let from = professional(self.from_professional_id, self.from_professional_name);
        let to = professional(self.to_professional_id, self.to_professional_name);
        view! {
            <KeyValue label="From">{from}</KeyValue>
            <KeyValue label="To">{to}</KeyValue>
            {customer}
            {fact("Notes", self.notes)}
            <KeyValue label="Date">
                <Time at=self.created_at />
            </KeyValue>
            <KeyValue label="Last changed">
                <Time at=self.updated_at />
            </KeyValue>
        }
        .into_any()
    }

    fn loss(noun: &Noun) -> String {
        format!(
            "The {} and what became of it go. This cannot be undone.",
            noun.one
        )
    }

    fn badge(&self) -> AnyView {
        status(self.status)
    }

    fn actions(&self, me: &Me, reload: Callback<()>) -> AnyView {
        if !me.may(Act::ReferralWrite) {
            return ().into_any();
        }
        let steps = self.status.successors().iter();
        let steps: Vec<_> = steps.map(|next| step(self, *next, reload)).collect();
        steps.into_any()
    }
}

fn named(href: Option<String>, name: String) -> AnyView {
    match href {
        Some(href) => view! {
            <a href=href class="link">
                {name}
            </a>
        }
        .into_any(),
        None => name.into_any(),
    }
}

fn step(referral: &Referral, next: ReferralStatus, reload: Callback<()>) -> impl IntoView + use<> {
    let form = FormState::of::<ReferralStep>();
    on_success(form, move || reload.run(()));
    let (kind, word) = match next {
        ReferralStatus::Declined => (ButtonKind::default(), "Decline"),
        ReferralStatus::Completed => (ButtonKind::Primary, "Complete"),
        ReferralStatus::Sent | ReferralStatus::Accepted => (ButtonKind::Primary, "Accept"),
    };
    let (id, version) = (referral.id.to_string(), referral.version);
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="status" value=next.as_str() />
                <Button kind submit=true loading=form.pending()>
                    {word}
                </Button>
            </FormScope>
        </ServerForm>
    }
}

/// How far a referral is, as a badge.
pub(super) fn status(status: ReferralStatus) -> AnyView {
    let tone = match status {
        ReferralStatus::Sent => Tone::Info,
        ReferralStatus::Accepted => Tone::Accent,
        ReferralStatus::Declined => Tone::Neutral,
        ReferralStatus::Completed => Tone::Ok,
    };
    view! { <Badge tone>{word(status)}</Badge> }.into_any()
}

/// The status as people read it.
pub(super) const fn word(status: ReferralStatus) -> &'static str {
    match status {
        ReferralStatus::Sent => "Sent",
        ReferralStatus::Accepted => "Accepted",
        ReferralStatus::Declined => "Declined",
        ReferralStatus::Completed => "Completed",
    }
}
