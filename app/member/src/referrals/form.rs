//! Sending a referral, and changing one.

use contract::{
    Answer, PageRequest,
    acts::Act,
    ids::{CustomerId, ProfessionalId},
    professionals::{Professional, ProfessionalFilter},
    referrals::{Referral, ReferralDraft},
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Query};
use serde::{Deserialize, Serialize};
use ui::{ButtonLink, Choice, SelectField, Size, TextArea, TextField};

use super::{
    calls::{ReferralCreate, ReferralUpdate},
    customer::CHOOSE,
};
use crate::{customers::customer_get, professionals::professional_list, record::Edited};

/// Between whom, and about whom.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Parties {
    professionals: Vec<(ProfessionalId, String)>,
    /// Whether there are more professionals than the form offers.
    has_more: bool,
    customer: Option<(CustomerId, String)>,
}

impl Edited for Referral {
    type Draft = ReferralDraft;
    type Choices = Parties;
    type Create = ReferralCreate;
    type Update = ReferralUpdate;

    const ENTER: &'static str = "Send";

    fn version(&self) -> i32 {
        self.version
    }

    async fn choices(about: Query) -> Answer<Parties> {
        let most = PageRequest {
            limit: Some(200),
            cursor: None,
        };
        let active = ProfessionalFilter {
            active: true,
            ..ProfessionalFilter::default()
        };
        let professionals = professional_list(active, most).await?;
        let customer = match about.get("customer").parse() {
            Ok(id) => Some((id, customer_get(id).await?.name)),
            Err(_) => None,
        };
        Ok(Parties {
            has_more: professionals.next_cursor.is_some(),
            professionals: professionals.items.into_iter().map(named).collect(),
            customer,
        })
    }

    /// Who takes no customers at present, or stands too far down the list, stays where they were chosen.
    fn keep_chosen(&self, parties: &mut Parties) {
        for (id, name) in [
            (self.from_professional_id, &self.from_professional_name),
            (self.to_professional_id, &self.to_professional_name),
        ] {
            if parties.professionals.iter().all(|(other, _)| *other != id) {
                parties.professionals.push((id, name.clone()));
            }
        }
    }

    fn blank(parties: &Parties) -> ReferralDraft {
        let customer = parties.customer.as_ref();
        ReferralDraft {
            customer_id: customer.map_or_else(String::new, |(id, _)| id.to_string()),
            ..ReferralDraft::default()
        }
    }

    fn fields(me: &Me, form: FormState, draft: ReferralDraft, parties: Parties) -> AnyView {
        let is_new = draft.reason.is_empty();
        let may_choose = is_new && me.may(Act::CustomerRead);
        let about = may_choose.then(|| about(me, parties.customer.map(|(_, name)| name)));
        let from = form.typed("from_professional_id", draft.from_professional_id);
        let to = form.typed("to_professional_id", draft.to_professional_id);
        let offered = parties.professionals.into_iter();
        let choices: Vec<_> = offered
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect();
        let hint = parties.has_more.then(|| {
            let many = me.noun("professional").many;
            view! { <p class="text-sm text-muted">"Of all "{many}", the first 200 by name are offered."</p> }
        });
        view! {
            <input type="hidden" name="customer_id" value=form.typed("customer_id", draft.customer_id) />
            {about}
            <SelectField
                name="from_professional_id"
                label="From"
                choices=choices.clone()
                value=from
                blank="Choose one"
                required=true
            />
            <SelectField
                name="to_professional_id"
                label="To"
                choices
                value=to
                blank="Choose one"
                required=true
            />
            {hint}
            <TextField
                name="reason"
                label="Reason"
                value=form.typed("reason", draft.reason)
                hint="What for, in one line."
                autocomplete="off"
                maxlength=500
                required=true
            />
            <TextArea
                name="notes"
                label="Notes"
                value=form.typed("notes", draft.notes)
                maxlength=4000
            />
        }
        .into_any()
    }
}

/// About whom it is, and the way to choose somebody: the way there and back is by addresses, so it needs no scripts.
fn about(me: &Me, name: Option<String>) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let (name, way) = match name {
        Some(name) => (name, format!("Choose another {}", noun.one)),
        None => (
            format!("No {} in particular", noun.one),
            "Choose one".to_owned(),
        ),
    };
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3 rounded-md bg-sunken p-3">
            <div class="min-w-0">
                <p class="text-sm text-muted">{noun.title}</p>
                <p class="break-words font-medium text-ink">{name}</p>
            </div>
            <ButtonLink href=CHOOSE size=Size::Small>
                {way}
            </ButtonLink>
        </div>
    }
}

fn named(professional: Professional) -> (ProfessionalId, String) {
    let name = professional.name;
    let label = match professional.specialty {
        Some(specialty) => format!("{name}, {specialty}"),
        None => name,
    };
    (professional.id, label)
}
