//! The fields of a role.

use leptos::prelude::*;
use portal_kit::{ActBoxes, FormState, Me};
use ui::TextField;

/// Name and acts; nobody is offered what they may not do themselves.
pub(super) fn fields(me: &Me, form: FormState, name: &str, acts: &str) -> impl IntoView + use<> {
    view! {
        <TextField
            name="name"
            label="Name"
            value=form.typed("name", name)
            hint="As people call it, such as Front desk."
            autocomplete="off"
            maxlength=60
            required=true
        />
        <ActBoxes
            me=me.clone()
            label="What it may do"
            acts=me.own_acts()
            ticked=form.typed("acts", acts)
        />
    }
}
