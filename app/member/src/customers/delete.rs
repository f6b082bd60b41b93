//! Deleting a customer, in a dialog or on a page of its own.

use contract::{acts::Act, customers::Customer, ids::CustomerId};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use portal_kit::{FormState, Me, Noun, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, ConfirmActions, FormActions, FormScope, Page, PageHeader,
};

use super::{calls, show::customer_in_path};

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn CustomerDelete() -> impl IntoView {
    let me = use_me();
    let customer = customer_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CustomerDelete)?;
            Ok(ask(&me, customer.await?))
        }
    })
}

/// What deleting means.
pub(super) fn consequence(noun: &Noun) -> String {
    format!(
        "The {} and everything noted about them goes. This cannot be undone.",
        noun.one
    )
}

/// The form in a confirmation dialog.
pub(super) fn delete_form(
    id: CustomerId,
    noun: &Noun,
    dialog: &'static str,
) -> impl IntoView + use<> {
    let action = ServerAction::<calls::CustomerDelete>::new();
    let form = FormState::of(action);
    let label = format!("Delete {}", noun.one);
    view! {
        <ActionForm action>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmActions dialog label loading=form.pending() />
            </FormScope>
        </ActionForm>
    }
}

fn ask(me: &Me, customer: Customer) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let action = ServerAction::<calls::CustomerDelete>::new();
    let form = FormState::of(action);
    let title = format!("Delete {}?", customer.name);
    let path = format!("/customers/{}", customer.id);
    let crumbs = vec![
        (noun.titles.clone(), "/customers".to_owned()),
        (customer.name, path.clone()),
    ];
    let label = format!("Delete {}", noun.one);
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ActionForm action>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="id" value=customer.id.to_string() />
                        <p class="text-base text-pretty text-muted">{consequence(&noun)}</p>
                        <FormActions>
                            <Button kind=ButtonKind::Danger submit=true loading=form.pending()>
                                {label}
                            </Button>
                            <ButtonLink href=path>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ActionForm>
            </Card>
        </Page>
    }
}
