//! Entering a customer, and changing one.

use contract::{
    Answer,
    customers::{Customer, CustomerDraft},
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Query};
use ui::{InputKind, TextArea, TextField};

use super::calls::{CustomerCreate, CustomerUpdate};
use crate::record::Edited;

impl Edited for Customer {
    type Draft = CustomerDraft;
    type Choices = ();
    type Create = CustomerCreate;
    type Update = CustomerUpdate;

    fn version(&self) -> i32 {
        self.version
    }

    async fn choices(_: Query) -> Answer<()> {
        Ok(())
    }

    fn blank((): &()) -> CustomerDraft {
        CustomerDraft::default()
    }

    fn fields(_: &Me, form: FormState, draft: CustomerDraft, (): ()) -> AnyView {
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
            <TextField
                name="email"
                label="E-mail address"
                kind=InputKind::Email
                value=form.typed("email", draft.email)
                autocomplete="off"
            />
            <TextField
                name="phone"
                label="Telephone"
                kind=InputKind::Tel
                value=form.typed("phone", draft.phone)
                autocomplete="off"
                maxlength=40
            />
            <TextArea
                name="notes"
                label="Notes"
                value=form.typed("notes", draft.notes)
                hint="Everybody of the workspace can read this."
                maxlength=4000
            />
        }
        .into_any()
    }
}
