//! Taking the second factor from somebody who lost it.

use contract::{acts::Act, users::User};
use leptos::prelude::*;
use portal_kit::{FormState, Question, loaded, use_me};
use ui::Card;

use super::{calls::UserForgetFactor, show::user_in_path};

/// The page that asks before the second factor is taken away, for browsers that run no code.
#[component]
pub(crate) fn UserFactor() -> impl IntoView {
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

/// The card that offers it.
pub(super) fn factor_card(user: &User) -> impl IntoView + use<> {
    let button = question(user).button("Take it away", FormState::of::<UserForgetFactor>());
    view! {
        <Card
            title="Lost the phone or the passkey?"
            description="Takes the authenticator app and every passkey away, for somebody who gets in with none of them. Be sure that it is them who ask."
        >
            <div>{button}</div>
        </Card>
    }
}

fn question(user: &User) -> Question {
    Question {
        title: format!("Take the app and the passkeys of {} away?", user.name),
        consequence:
            "They are told by mail, signed out everywhere, and sign in with the password alone until they set one up anew."
                .to_owned(),
        label: "Take it away".to_owned(),
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
    question.page(crumbs, FormState::of::<UserForgetFactor>())
}
