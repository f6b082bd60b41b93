//! Entering a professional, and changing one.

use contract::{
    Answer, FaultCode,
    companies::Company,
    professionals::{Professional, ProfessionalDraft},
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Query};
use ui::{Checkbox, Choice, InputKind, SelectField, TextField};

use super::calls::{ProfessionalCreate, ProfessionalUpdate, company_list};
use crate::record::Edited;

impl Edited for Professional {
    type Draft = ProfessionalDraft;
    type Choices = Vec<Company>;
    type Create = ProfessionalCreate;
    type Update = ProfessionalUpdate;

    fn version(&self) -> i32 {
        self.version
    }

    /// Who may not see companies chooses none.
    async fn choices(_: Query) -> Answer<Vec<Company>> {
        match company_list().await {
            Err(fault) if fault.code == FaultCode::Forbidden => Ok(Vec::new()),
            companies => companies,
        }
    }

    fn blank(_: &Vec<Company>) -> ProfessionalDraft {
        ProfessionalDraft {
            is_active: true,
            ..ProfessionalDraft::default()
        }
    }

    fn fields(
        me: &Me,
        form: FormState,
        draft: ProfessionalDraft,
        companies: Vec<Company>,
    ) -> AnyView {
        let takes = format!("Takes {} at present", me.noun("customer").many);
        let is_active = form.typed("is_active", draft.is_active.to_string()) == "true";
        let company = form.typed("company_id", draft.company_id);
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
                name="specialty"
                label="Title or field of work"
                value=form.typed("specialty", draft.specialty)
                autocomplete="off"
                maxlength=200
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
            {company_field(me, company, companies)}
            <Checkbox name="is_active" label=takes checked=is_active />
        }
        .into_any()
    }
}

/// Asked only where there are several; what is chosen stays otherwise.
fn company_field(me: &Me, chosen: String, companies: Vec<Company>) -> AnyView {
    if companies.len() < 2 {
        return view! { <input type="hidden" name="company_id" value=chosen /> }.into_any();
    }
    let noun = me.noun("company");
    let choices = companies
        .into_iter()
        .map(|company| Choice::new(company.id.to_string(), company.name))
        .collect();
    view! {
        <SelectField
            name="company_id"
            label=noun.title
            choices
            value=chosen
            blank=format!("No {}", noun.one)
        />
    }
    .into_any()
}
