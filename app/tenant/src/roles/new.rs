//! Making a role.

use contract::acts::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, loaded, use_me};
use ui::{Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader};

use super::{LIST, calls::RoleCreate, fields::fields};

/// The page that makes a role.
#[component]
pub(crate) fn RoleNew() -> impl IntoView {
    let me = use_me();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::RoleManage)?;
            Ok(new(&me))
        }
    })
}

fn new(me: &Me) -> impl IntoView + use<> {
    let form = FormState::of::<RoleCreate>();
    let me = me.clone();
    let crumbs = vec![("Roles".to_owned(), LIST.to_owned())];
    view! {
        <Title text="New role" />
        <Page narrow=true>
            <PageHeader
                title="New role"
                subtitle="It can be given what you may do yourself, and nothing else."
                crumbs
            />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        {fields(&me, form, "", "")}
                        <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                "Make role"
                            </Button>
                            <ButtonLink href=LIST>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
