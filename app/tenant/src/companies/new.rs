//! Adding a company.

use contract::acts::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader, TextField,
};

use super::calls::CompanyCreate;

/// The page that adds a company.
#[component]
pub(crate) fn CompanyNew() -> impl IntoView {
    let me = use_me();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CompanyWrite)?;
            Ok(new(&me))
        }
    })
}

fn new(me: &Me) -> impl IntoView + use<> {
    let noun = me.noun("company");
    let form = FormState::of::<CompanyCreate>();
    let title = format!("New {}", noun.one);
    let save = format!("Add {}", noun.one);
    let crumbs = vec![(noun.titles, "/settings/companies".to_owned())];
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <TextField
                            name="name"
                            label="Name"
                            value=form.typed("name", "")
                            autocomplete="organization"
                            maxlength=200
                            required=true
                            autofocus=true
                        />
                        <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                {save}
                            </Button>
                            <ButtonLink href="/settings/companies">"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
