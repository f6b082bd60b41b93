//! The page of one's own account.

use contract::account::Session;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Page, PageHeader};

use super::{
    calls::{PasswordChange, SessionEnd, SessionEndOthers, session_list},
    password::password_card,
    sessions::sessions_card,
};
use crate::{FormState, loaded, on_success};

/// Password and sessions of whoever is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| session_list());
    let forms = Forms {
        password: FormState::of::<PasswordChange>(),
        end: FormState::of::<SessionEnd>(),
        end_others: FormState::of::<SessionEndOthers>(),
    };
    for form in [forms.password, forms.end, forms.end_others] {
        on_success(form, move || sessions.refetch());
    }
    loaded(move || async move { Ok(body(sessions.await?, &forms)) })
}

/// What can be sent from the page; all of it changes the list of sessions.
#[derive(Clone, Copy)]
struct Forms {
    password: FormState,
    end: FormState,
    end_others: FormState,
}

fn body(sessions: Vec<Session>, forms: &Forms) -> impl IntoView + use<> {
    let Forms {
        password,
        end,
        end_others,
    } = *forms;
    view! {
        <Title text="Your account" />
        <Page narrow=true>
            <PageHeader
                title="Your account"
                subtitle="How you sign in, and where you are signed in now."
            />
            {password_card(password)}
            {sessions_card(sessions, end, end_others)}
        </Page>
    }
}
