//! One role: what it may do, and for one of the tenant's own the way to change it.

use contract::{
    Answer, Fault,
    acts::Act,
    roles::{RoleKey, TenantRole},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portal_kit::{ActList, FormState, Me, ServerForm, loaded, use_me};
use ui::{Button, ButtonKind, Card, FormActions, FormScope, Page, PageHeader};

use super::{
    LIST,
    calls::{RoleDelete, RoleUpdate, role_get},
    delete::question,
    fields::fields,
};

/// The page of one role.
#[component]
pub(crate) fn RoleShow() -> impl IntoView {
    let me = use_me();
    let role = role_in_path();
    loaded(move || {
        let me = me.clone();
        async move { Ok(show(&me?, role.await?)) }
    })
}

/// The role that the address names.
pub(super) fn role_in_path() -> Resource<Answer<TenantRole>> {
    let params = use_params_map();
    Resource::new(
        move || params.with(|params| params.get("key").unwrap_or_default()),
        async |word: String| {
            let key: RoleKey = word.parse().map_err(|_| Fault::not_found("role"))?;
            role_get(key).await
        },
    )
}

fn show(me: &Me, role: TenantRole) -> impl IntoView + use<> {
    let title = role.name.clone();
    let crumbs = vec![("Roles".to_owned(), LIST.to_owned())];
    let change = me.may(Act::RoleManage) && !role.is_built_in && role.is_within(&me.own_acts());
    let delete = (change && role.people == 0)
        .then(|| question(&role).button("Delete", FormState::of::<RoleDelete>()));
    let people = match role.people {
        0 => "Nobody has it.".to_owned(),
        1 => "One person has it.".to_owned(),
        more => format!("{more} people have it."),
    };
    let content = if change {
        edit(me, role).into_any()
    } else {
        view! { <ActList me=me.clone() acts=role.acts /> }.into_any()
    };
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title subtitle=people crumbs>
                {delete}
            </PageHeader>
            <Card>{content}</Card>
        </Page>
    }
}

fn edit(me: &Me, role: TenantRole) -> impl IntoView + use<> {
    let form = FormState::of::<RoleUpdate>();
    let acts: Vec<_> = role.acts.iter().map(|act| act.as_str()).collect();
    let (me, acts) = (me.clone(), acts.join(" "));
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="key" value=role.key.to_string() />
                <input type="hidden" name="version" value=role.version />
                {fields(&me, form, &role.name, &acts)}
                <FormActions>
                    <Button kind=ButtonKind::Primary submit=true loading=form.pending()>
                        "Save role"
                    </Button>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}
