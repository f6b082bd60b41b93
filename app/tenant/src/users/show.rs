//! One user: who it is, the role, a fresh invitation, and the way out.

use contract::{
    Answer,
    acts::Act,
    ids::UserId,
    roles::TenantRole,
    users::{User, UserStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, Time, id_in_path, loaded, use_me};
use ui::{
    Button, ButtonKind, Card, FormActions, FormScope, Glyph, KeyValue, KeyValueList, Page,
    PageHeader, RadioCards,
};

use super::{
    badge::StatusBadge,
    calls::{UserInviteAgain, UserRemove, UserSetRole, user_get},
    factor::factor_card,
    remove::question,
    roles::role_choices,
};
use crate::roles::role_list;

/// The page of one user.
#[component]
pub(crate) fn UserShow() -> impl IntoView {
    let me = use_me();
    let user = user_in_path();
    let roles = Resource::new(|| (), |()| role_list());
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, user.await?, roles.await?)) }
    })
}

/// The user that the address names.
pub(super) fn user_in_path() -> Resource<Answer<User>> {
    let id = id_in_path();
    Resource::new(
        move || id.get(),
        async |id: Answer<UserId>| user_get(id?).await,
    )
}

fn show(me: &Me, user: User, roles: Vec<TenantRole>) -> impl IntoView + use<> {
    let title = user.name.clone();
    let crumbs = vec![("People".to_owned(), "/settings/users".to_owned())];
    let status = user.status;
    let manage = me.may(Act::UserManage) && status != UserStatus::Removed;
    let remove = (manage && user.id != me.id)
        .then(|| question(&user).button("Remove", FormState::of::<UserRemove>()));
    let again = (manage && status == UserStatus::Invited).then(|| invite_again(user.id));
    let role = manage.then(|| role_card(me, &user, roles));
    let lost =
        (manage && user.id != me.id && status == UserStatus::Active).then(|| factor_card(&user));
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs badge=move || view! { <StatusBadge status /> }>
                {remove}
            </PageHeader>
            <Card title="Account">
                {facts(user)}
            </Card>
            {again}
            {role}
            {lost}
        </Page>
    }
}

fn facts(user: User) -> impl IntoView {
    let seen = match user.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => "Never".into_any(),
    };
    view! {
        <KeyValueList>
            <KeyValue label="E-mail address">{user.email}</KeyValue>
            <KeyValue label="Role">{user.role_name}</KeyValue>
            <KeyValue label="Last sign-in">{seen}</KeyValue>
            <KeyValue label="Added">
                <Time at=user.created_at />
            </KeyValue>
        </KeyValueList>
    }
}

fn invite_again(id: UserId) -> impl IntoView {
    let form = FormState::of::<UserInviteAgain>();
    view! {
        <Card title="Not here yet" description="The invitation was sent, but nobody has opened the account.">
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="id" value=id.to_string() />
                    <div>
                        <Button submit=true icon=Glyph::Mail loading=form.pending()>
                            "Send a fresh invitation"
                        </Button>
                    </div>
                </FormScope>
            </ServerForm>
        </Card>
    }
}

fn role_card(me: &Me, user: &User, roles: Vec<TenantRole>) -> impl IntoView + use<> {
    let form = FormState::of::<UserSetRole>();
    let (id, version, choices) = (user.id.to_string(), user.version, role_choices(me, roles));
    let role = form.typed("role", user.role.as_str());
    view! {
        <Card title="Role" description="In force from their next click on.">
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="version" value=version />
                    <RadioCards name="role" label="What they may do" choices value=role required=true />
                    <FormActions>
                        <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                            "Save role"
                        </Button>
                    </FormActions>
                </FormScope>
            </ServerForm>
        </Card>
    }
}
