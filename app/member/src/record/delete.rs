//! Deleting a record, in a dialog or on a page of its own.

use leptos::prelude::*;
use portal_kit::{FormState, Me, Question, loaded, use_me};

use super::{Named, Record, record_in_path};

/// The page that asks before deleting, for browsers that run no code.
pub(crate) fn record_delete<R: Record>() -> impl IntoView {
    let me = use_me();
    let record = record_in_path::<R>();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(R::DELETE)?;
            let named = Named::of(&me, &record.await?);
            let form = FormState::of::<R::Delete>();
            Ok(question::<R>(&named).page(named.crumbs_below(), form))
        }
    })
}

/// The button on the page of a record, for those who may.
pub(super) fn delete_button<R: Record>(me: &Me, named: &Named) -> Option<AnyView> {
    me.may(R::DELETE).then(|| {
        let form = FormState::of::<R::Delete>();
        question::<R>(named).button("Delete", form).into_any()
    })
}

fn question<R: Record>(named: &Named) -> Question {
    Question {
        title: format!("Delete {}?", named.title),
        consequence: R::loss(&named.noun),
        label: format!("Delete {}", named.noun.one),
        names: Some(("id", named.id.clone())),
        path: named.path(),
    }
}
