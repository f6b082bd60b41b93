//! Removing a user.

use contract::{acts::Act, users::User};
use leptos::prelude::*;
use portal_kit::{FormState, Question, loaded, use_me};

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
            Ok(ask(&user.await?))
        }
    })
}

/// What is asked before somebody is removed.
pub(super) fn question(user: &User) -> Question {
    Question {
        title: format!("Remove {}?", user.name),
        consequence: format!(
            "{} is signed out everywhere with the next click and cannot sign in again. What they entered stays. To let them back in, invite them anew.",
            user.name
        ),
        label: "Remove".to_owned(),
        names: Some(("id", user.id.to_string())),
        path: format!("/settings/users/{}", user.id),
    }
}

fn ask(user: &User) -> impl IntoView + use<> {
    let question = question(user);
    let crumbs = vec![
        ("People".to_owned(), "/settings/users".to_owned()),
        (user.name.clone(), question.path.clone()),
    ];
    question.page(crumbs, FormState::of::<calls::UserRemove>())
}
