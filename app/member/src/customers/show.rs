//! One customer.

use contract::{
    Answer,
    acts::Act,
    customers::Customer,
    ids::{CustomerId, CustomerKind},
    referrals::Referral,
};
use leptos::prelude::*;
use portal_kit::{Me, Noun, Time};
use ui::{ButtonLink, Glyph, KeyValue};

use super::calls::{CustomerDelete, customer_get};
use crate::record::{Record, fact};

impl Record for Customer {
    type Kind = CustomerKind;
    type Delete = CustomerDelete;
    const PATH: &'static str = "/customers";
    const WRITE: &'static [Act] = &[Act::CustomerWrite];
    const DELETE: Act = Act::CustomerDelete;

    async fn find(id: CustomerId) -> Answer<Self> {
        customer_get(id).await
    }

    fn id(&self) -> CustomerId {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn facts(self, _: &Me) -> AnyView {
        view! {
            {fact("E-mail address", self.email)}
            {fact("Telephone", self.phone)}
            {fact("Notes", self.notes)}
            <KeyValue label="Added">
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
            "The {} and everything noted about them goes. This cannot be undone.",
            noun.one
        )
    }

    fn actions(&self, me: &Me, _: Callback<()>) -> AnyView {
        let refer = me.may_all(Referral::WRITE).then(|| {
            let href = format!("/referrals/new?customer={}", self.id);
            view! {
                <ButtonLink href icon=Glyph::Share>
                    "Refer"
                </ButtonLink>
            }
        });
        refer.into_any()
    }
}
