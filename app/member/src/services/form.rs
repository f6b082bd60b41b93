//! Entering a service, and changing one.

use contract::{
    Answer,
    money::Money,
    services::{Service, ServiceCategory, ServiceDraft},
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Query};
use ui::{Checkbox, Choice, InputKind, SelectField, TextField};

use super::calls::{ServiceCreate, ServiceUpdate, service_category_list};
use crate::record::Edited;

impl Edited for Service {
    type Draft = ServiceDraft;
    type Choices = Vec<ServiceCategory>;
    type Create = ServiceCreate;
    type Update = ServiceUpdate;

    fn version(&self) -> i32 {
        self.version
    }

    async fn choices(_: Query) -> Answer<Vec<ServiceCategory>> {
        service_category_list().await
    }

    fn blank(_: &Vec<ServiceCategory>) -> ServiceDraft {
        ServiceDraft {
            is_active: true,
            ..ServiceDraft::default()
        }
    }

    fn fields(
        me: &Me,
        form: FormState,
        draft: ServiceDraft,
        categories: Vec<ServiceCategory>,
    ) -> AnyView {
        let choices = categories
            .into_iter()
            .map(|category| Choice::new(category.id.to_string(), category.name))
            .collect();
        let currency = &me.tenant.currency;
        let price = format!("In {currency}, such as {}.", Money::example(currency));
        let is_active = form.typed("is_active", draft.is_active.to_string()) == "true";
        view! {
            <TextField
                name="name"
                label="Name"
                value=form.typed("name", draft.name)
                autocomplete="off"
                maxlength=200
                required=true
                autofocus=true
            />
            <SelectField
                name="category_id"
                label="Category"
                choices
                value=form.typed("category_id", draft.category_id)
                blank="Choose one"
                required=true
            />
            <TextField
                name="minutes"
                label="Duration in minutes"
                kind=InputKind::Number
                value=form.typed("minutes", draft.minutes)
                autocomplete="off"
                required=true
            />
            <TextField
                name="price"
                label="Price"
                value=form.typed("price", draft.price)
                hint=price
                autocomplete="off"
                required=true
            />
            <Checkbox name="is_active" label="Offered at present" checked=is_active />
        }
        .into_any()
    }
}
