//! Deleting a company, in a dialog or on a page of its own.

use contract::{acts::Act, companies::Company, ids::CompanyId};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, Noun, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, ConfirmActions, FormActions, FormScope, Page, PageHeader,
};

use super::{calls, show::company_in_path};

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn CompanyDelete() -> impl IntoView {
    let me = use_me();
    let company = company_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CompanyWrite)?;
            Ok(ask(&me, company.await?))
        }
    })
}

/// What deleting means.
pub(super) fn consequence(me: &Me) -> String {
    let customers = me.noun("customer").many;
    format!("It goes only if no {customers} belong to it. This cannot be undone.")
}

/// The form in a confirmation dialog called `delete`.
pub(super) fn delete_form(id: CompanyId, noun: &Noun) -> impl IntoView + use<> {
    let form = FormState::of::<calls::CompanyDelete>();
    let label = format!("Delete {}", noun.one);
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmActions dialog="delete" label loading=form.pending() />
            </FormScope>
        </ServerForm>
    }
}

fn ask(me: &Me, company: Company) -> impl IntoView + use<> {
    let noun = me.noun("company");
    let form = FormState::of::<calls::CompanyDelete>();
    let title = format!("Delete {}?", company.name);
    let path = format!("/settings/companies/{}", company.id);
    let crumbs = vec![
        (noun.titles.clone(), "/settings/companies".to_owned()),
        (company.name, path.clone()),
    ];
    let label = format!("Delete {}", noun.one);
    let consequence = consequence(me);
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="id" value=company.id.to_string() />
                        <p class="text-base text-pretty text-muted">{consequence}</p>
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
