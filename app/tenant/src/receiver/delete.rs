//! Forgetting the receiver.

use contract::{Fault, acts::Act};
use leptos::prelude::*;
use portal_kit::{FormState, Question, loaded, use_me};

use super::{
    PATH,
    calls::{self, receiver_get},
};

/// The page that asks before, for browsers that run no code.
#[component]
pub(crate) fn ReceiverDelete() -> impl IntoView {
    let me = use_me();
    let receiver = Resource::new(|| (), |()| receiver_get());
    loaded(move || {
        let me = me.clone();
        async move {
            me?.permit(Act::LogStream)?;
            let receiver = receiver.await?;
            let receiver = receiver.ok_or_else(|| Fault::not_found("receiver"))?;
            let crumbs = vec![("Log receiver".to_owned(), PATH.to_owned())];
            let form = FormState::of::<calls::ReceiverDelete>();
            Ok(question(&receiver.url).page(crumbs, form))
        }
    })
}

/// What is asked before it goes.
pub(super) fn question(url: &str) -> Question {
    Question {
        title: "Delete the receiver?".to_owned(),
        consequence: format!(
            "Nothing is sent to {url} any more, and its secret is forgotten. One that is entered later gets the entries from then on."
        ),
        label: "Delete receiver".to_owned(),
        names: None,
        path: PATH.to_owned(),
    }
}
