//! Inviting somebody.

use contract::{
    acts::{Act, Role},
    roles::TenantRole,
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, InputKind, Page, PageHeader,
    RadioCards, TextField,
};

use super::{calls::UserInvite as Invite, roles::role_choices};
use crate::roles::role_list;

/// The page that invites somebody.
#[component]
pub(crate) fn UserInvite() -> impl IntoView {
    let me = use_me();
    let roles = Resource::new(|| (), |()| role_list());
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::UserManage)?;
            Ok(invite(&me, roles.await?))
        }
    })
}

fn invite(me: &Me, roles: Vec<TenantRole>) -> impl IntoView + use<> {
    let form = FormState::of::<Invite>();
    let crumbs = vec![("People".to_owned(), "/settings/users".to_owned())];
    let choices = role_choices(me, roles);
    view! {
        <Title text="Invite somebody" />
        <Page narrow=true>
            <PageHeader
                title="Invite somebody"
                subtitle="They get a mail with a link, choose a password, and are in."
                crumbs
            />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <TextField
                            name="name"
                            label="Name"
                            value=form.typed("name", "")
                            autocomplete="off"
                            maxlength=200
                            required=true
                            autofocus=true
                        />
                        <TextField
                            name="email"
                            label="E-mail address"
                            kind=InputKind::Email
                            value=form.typed("email", "")
                            autocomplete="off"
                            required=true
                        />
                        <RadioCards
                            name="role"
                            label="Role"
                            choices
                            value=form.typed("role", Role::Staff.as_str())
                            required=true
                        />
                        <FormActions>
                            <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                                "Send invitation"
                            </Button>
                            <ButtonLink href="/settings/users">"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
