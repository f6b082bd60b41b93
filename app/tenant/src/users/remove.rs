//! Removing a user, in a dialog or on a page of its own.

use contract::{acts::Act, ids::UserId, users::User};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, ServerForm, loaded, use_me};
use ui::{
    Button, ButtonKind, ButtonLink, Card, ConfirmActions, FormActions, FormScope, Page, PageHeader,
};

use super::{calls, show::user_in_path};

/// The page that asks before removing, for browsers that run no code.
#[component]
pub(crate) fn UserRemove() -> impl IntoView {
    let me = use_me();
    let user = user_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            me?.permit(Act::UserManage)?;
            Ok(ask(user.await?))
        }
    })
}

/// What removing means.
pub(super) fn consequence(user: &User) -> String {
    format!(
        "{} is signed out everywhere with the next click and cannot sign in again. What they entered stays. To let them back in, invite them anew.",
        user.name
    )
}

/// The form in a confirmation dialog called `remove`.
pub(super) fn remove_form(id: UserId) -> impl IntoView {
    let form = FormState::of::<calls::UserRemove>();
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <ConfirmActions dialog="remove" label="Remove" loading=form.pending() />
            </FormScope>
        </ServerForm>
    }
}

fn ask(user: User) -> impl IntoView {
    let form = FormState::of::<calls::UserRemove>();
    let title = format!("Remove {}?", user.name);
    let consequence = consequence(&user);
    let path = format!("/settings/users/{}", user.id);
    let crumbs = vec![
        ("People".to_owned(), "/settings/users".to_owned()),
        (user.name, path.clone()),
    ];
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="id" value=user.id.to_string() />
                        <p class="text-base text-pretty text-muted">{consequence}</p>
                        <FormActions>
                            <Button kind=ButtonKind::Danger submit=true loading=form.pending()>
                                "Remove"
                            </Button>
                            <ButtonLink href=path>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}
