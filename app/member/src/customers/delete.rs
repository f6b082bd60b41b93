//! Deleting a customer, in a dialog or on a page of its own.

use contract::{acts::Act, customers::Customer, ids::CustomerId};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, Noun, ServerForm, loaded, use_me};
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
    let form = FormState::of::<calls::CustomerDelete>();
    let label = format!("Delete {}", noun.one);
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmActions dialog label loading=form.pending() />
            </FormScope>
        </ServerForm>
    }
}

fn ask(me: &Me, customer: Customer) -> impl IntoView + use<> {
    let noun = me.noun("customer");
    let form = FormState::of::<calls::CustomerDelete>();
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
                <ServerForm form>
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
                </ServerForm>
            </Card>
        </Page>
    }
}
