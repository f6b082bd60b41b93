//! Deleting a role.

use contract::{acts::Act, roles::TenantRole};
use leptos::prelude::*;
use portal_kit::{FormState, Question, loaded, use_me};

use super::{LIST, calls, show::role_in_path};

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn RoleDelete() -> impl IntoView {
    let me = use_me();
    let role = role_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            me?.permit(Act::RoleManage)?;
            Ok(ask(&role.await?))
        }
    })
}

/// What is asked before a role goes.
pub(super) fn question(role: &TenantRole) -> Question {
    Question {
        title: format!("Delete {}?", role.name),
        consequence: "Nobody has it now, and nobody can be given it any more.".to_owned(),
        label: "Delete role".to_owned(),
        names: Some(("key", role.key.to_string())),
        path: format!("{LIST}/{}", role.key),
    }
}

fn ask(role: &TenantRole) -> impl IntoView + use<> {
    let question = question(role);
    let crumbs = vec![
        ("Roles".to_owned(), LIST.to_owned()),
        (role.name.clone(), question.path.clone()),
    ];
    question.page(crumbs, FormState::of::<calls::RoleDelete>())
}
