//! Deleting a key.

use contract::{acts::Act, api_keys::ApiKey};
use leptos::prelude::*;
use portal_kit::{FormState, Question, loaded, use_me};

use super::{LIST, calls, show::key_in_path};

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn ApiKeyDelete() -> impl IntoView {
    let me = use_me();
    let key = key_in_path(false);
    loaded(move || {
        let me = me.clone();
        async move {
            me?.permit(Act::ApiKeyManage)?;
            Ok(ask(&key.await?))
        }
    })
}

/// What is asked before a key goes.
pub(super) fn question(key: &ApiKey) -> Question {
    Question {
        title: format!("Delete {}?", key.name),
        consequence:
            "Programs that use it are refused from their next call on. This cannot be undone."
                .to_owned(),
        label: "Delete key".to_owned(),
        names: Some(("id", key.id.to_string())),
        path: format!("{LIST}/{}", key.id),
    }
}

fn ask(key: &ApiKey) -> impl IntoView + use<> {
    let question = question(key);
    let crumbs = vec![
        ("API keys".to_owned(), LIST.to_owned()),
        (key.name.clone(), question.path.clone()),
    ];
    question.page(crumbs, FormState::of::<calls::ApiKeyDelete>())
}
