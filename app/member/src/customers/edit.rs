//! Changing a customer.

use contract::{acts::Act, customers::Customer};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, loaded, use_me};
use ui::{Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader};

use super::{
    calls::CustomerUpdate,
    conflict::{Conflict, conflict_notice},
    fields::customer_fields,
    show::customer_in_path,
};

/// The page that changes a customer.
#[component]
pub(crate) fn CustomerEdit() -> impl IntoView {
    let me = use_me();
    let customer = customer_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CustomerWrite)?;
            Ok(edit(&me, customer.await?))
        }
    })
}

fn edit(me: &Me, customer: Customer) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let form = FormState::of::<CustomerUpdate>();
    let conflict = Conflict::of(form, customer.clone());
    let title = format!("Edit {}", customer.name);
    let path = format!("/customers/{}", customer.id);
    let crumbs = vec![
        (noun.titles.clone(), "/customers".to_owned()),
        (customer.name.clone(), path.clone()),
    ];
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            {conflict_notice(conflict, &noun, format!("{path}/edit"))}
            <Card>
                <ServerForm form>
                    <FormScope problems=conflict.other_problems()>
                        <input type="hidden" name="id" value=customer.id.to_string() />
                        <input type="hidden" name="version" value=conflict.version() />
                        {customer_fields(form, customer.into())} <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                "Save changes"
                            </Button>
                            <ButtonLink href=path>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
