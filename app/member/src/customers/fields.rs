//! The fields of a customer, for entering and for changing one.

use contract::customers::CustomerDraft;
use leptos::prelude::*;
use portal_kit::FormState;
use ui::{InputKind, TextArea, TextField};

/// The fields, holding what was typed before, or else `draft`.
pub(super) fn customer_fields(form: FormState, draft: CustomerDraft) -> impl IntoView {
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
}
