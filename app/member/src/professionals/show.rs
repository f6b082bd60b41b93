//! One professional.

use contract::{
    Answer,
    acts::Act,
    ids::{ProfessionalId, ProfessionalKind},
    professionals::Professional,
};
use leptos::prelude::*;
use portal_kit::{Me, Noun, Time};
use ui::{Badge, KeyValue, Tone};

use super::calls::{ProfessionalDelete, professional_get};
use crate::record::{Record, fact};

impl Record for Professional {
    type Kind = ProfessionalKind;
    type Delete = ProfessionalDelete;
    const PATH: &'static str = "/professionals";
    const WRITE: &'static [Act] = &[Act::ProfessionalWrite];
    const DELETE: Act = Act::ProfessionalDelete;

    async fn find(id: ProfessionalId) -> Answer<Self> {
        professional_get(id).await
    }

    fn id(&self) -> ProfessionalId {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn facts(self, _: &Me) -> AnyView {
        view! {
            {fact("Title or field of work", self.specialty)}
            {fact("E-mail address", self.email)}
            {fact("Telephone", self.phone)}
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
            "The profile of the {} goes. This cannot be undone.",
            noun.one
        )
    }

    fn badge(&self) -> AnyView {
        activity(self.is_active)
    }
}

/// Whether somebody takes customers at present.
pub(super) fn activity(is_active: bool) -> AnyView {
    let (tone, word) = if is_active {
        (Tone::Ok, "Active")
    } else {
        (Tone::Neutral, "Inactive")
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
}
