//! Entering a customer.

use contract::{acts::Act, customers::CustomerDraft};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, loaded, use_me};
use ui::{Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader};

use super::{calls::CustomerCreate, fields::customer_fields};

/// The page that enters a customer.
#[component]
pub(crate) fn CustomerNew() -> impl IntoView {
    let me = use_me();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CustomerWrite)?;
            Ok(new(&me))
        }
    })
}

fn new(me: &Me) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let form = FormState::of::<CustomerCreate>();
    let title = format!("New {}", noun.one);
    let save = format!("Add {}", noun.one);
    let crumbs = vec![(noun.titles, "/customers".to_owned())];
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        {customer_fields(form, CustomerDraft::default())} <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                {save}
                            </Button>
                            <ButtonLink href="/customers">"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
