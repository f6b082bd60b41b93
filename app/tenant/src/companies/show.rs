//! One company: its name, and its end.

use contract::{Answer, acts::Act, companies::Company, ids::CompanyId};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, id_in_path, loaded, use_me};
use ui::{
    Button, ButtonKind, Card, FormActions, FormScope, KeyValue, KeyValueList, Page, PageHeader,
    TextField,
};

use super::{
    calls::{CompanyDelete, CompanyUpdate, company_get},
    delete::question,
};

/// The page of one company.
#[component]
pub(crate) fn CompanyShow() -> impl IntoView {
    let me = use_me();
    let company = company_in_path();
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, company.await?)) }
    })
}

/// The company that the address names.
pub(super) fn company_in_path() -> Resource<Answer<Company>> {
    let id = id_in_path();
    Resource::new(
        move || id.get(),
        async |id: Answer<CompanyId>| company_get(id?).await,
    )
}

fn show(me: &Me, company: Company) -> impl IntoView + use<> {
    let noun = me.noun("company");
    let title = company.name.clone();
    let crumbs = vec![(noun.titles.clone(), "/settings/companies".to_owned())];
    let write = me.may(Act::CompanyWrite);
    let delete = (write && !company.is_default)
        .then(|| question(me, &company).button("Delete", FormState::of::<CompanyDelete>()));
    let name = if write {
        rename(company).into_any()
    } else {
        read(company).into_any()
    };
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs>
                {delete}
            </PageHeader>
            <Card>{name}</Card>
        </Page>
    }
}

fn read(company: Company) -> impl IntoView {
    view! {
        <KeyValueList>
            <KeyValue label="Name">{company.name}</KeyValue>
        </KeyValueList>
    }
}

fn rename(company: Company) -> impl IntoView {
    let form = FormState::of::<CompanyUpdate>();
    let hint = if company.is_default {
        "It came with the workspace and is where things go by default, so it cannot be deleted."
    } else {
        "As it is known to the people who come there."
    };
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=company.id.to_string() />
                <input type="hidden" name="version" value=company.version />
                <TextField
                    name="name"
                    label="Name"
                    value=form.typed("name", company.name)
                    hint
                    autocomplete="organization"
                    maxlength=200
                    required=true
                />
                <FormActions>
                    <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                        "Save name"
                    </Button>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}
