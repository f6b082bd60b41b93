//! One service.

use contract::{
    Answer,
    acts::Act,
    ids::{ServiceId, ServiceKind},
    services::Service,
};
use leptos::prelude::*;
use portal_kit::{Me, Noun, Time};
use ui::{Badge, KeyValue, Tone};

use super::calls::{ServiceDelete, service_get};
use crate::record::Record;

impl Record for Service {
    type Kind = ServiceKind;
    type Delete = ServiceDelete;
    const PATH: &'static str = "/services";
    const WRITE: &'static [Act] = &[Act::ServiceWrite];
    const DELETE: Act = Act::ServiceDelete;

    async fn find(id: ServiceId) -> Answer<Self> {
        service_get(id).await
    }

    fn id(&self) -> ServiceId {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn facts(self, _: &Me) -> AnyView {
        let duration = duration(self.minutes);
        view! {
            <KeyValue label="Category">{self.category_name}</KeyValue>
            <KeyValue label="Duration">{duration}</KeyValue>
            <KeyValue label="Price">{self.price.to_string()}</KeyValue>
            <KeyValue label="Last changed">
                <Time at=self.updated_at />
            </KeyValue>
        }
        .into_any()
    }

    fn loss(noun: &Noun) -> String {
        format!(
            "The {} leaves the menu for good. To take it off for a while, edit it instead.",
            noun.one
        )
    }

    fn badge(&self) -> AnyView {
        offer(self.is_active)
    }
}

/// Whether something is offered at present.
pub(super) fn offer(is_active: bool) -> AnyView {
    let (tone, word) = if is_active {
        (Tone::Ok, "Offered")
    } else {
        (Tone::Neutral, "Not offered")
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
}

/// Minutes as people say them: `45 min`, `1 h 30 min`.
pub(super) fn duration(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
