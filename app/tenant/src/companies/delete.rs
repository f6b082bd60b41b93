//! Deleting a company.

use contract::{acts::Act, companies::Company};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Question, loaded, use_me};

use super::{calls, show::company_in_path};

/// The page that asks before deleting, for browsers that run no code.
#[component]
pub(crate) fn CompanyDelete() -> impl IntoView {
    let me = use_me();
    let company = company_in_path();
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            me.permit(Act::CompanyWrite)?;
            Ok(ask(&me, &company.await?))
        }
    })
}

/// What is asked before a company goes.
pub(super) fn question(me: &Me, company: &Company) -> Question {
    let customers = me.noun("customer").many;
    Question {
        title: format!("Delete {}?", company.name),
        consequence: format!("It goes only if no {customers} belong to it. This cannot be undone."),
        label: format!("Delete {}", me.noun("company").one),
        names: Some(("id", company.id.to_string())),
        path: format!("/settings/companies/{}", company.id),
    }
}

fn ask(me: &Me, company: &Company) -> impl IntoView + use<> {
    let question = question(me, company);
    let crumbs = vec![
        (me.noun("company").titles, "/settings/companies".to_owned()),
        (company.name.clone(), question.path.clone()),
    ];
    question.page(crumbs, FormState::of::<calls::CompanyDelete>())
}
