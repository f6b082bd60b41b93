//! The page of one's own account.

use contract::account::{SecondFactor, Session};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Banner, Page, PageHeader, Tone};

use super::{
    calls::{PasswordChange, SessionEnd, SessionEndOthers, second_factor, session_list},
    factor::{FactorForms, factor_card},
    passkeys::{PasskeyForms, passkeys_card},
    password::password_card,
    sessions::sessions_card,
};
use crate::{FormState, loaded, on_success};

/// Password, passkeys, second factor and sessions of whoever is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| session_list());
    let factor = Resource::new(|| (), |()| second_factor());
    let forms = Forms {
        password: FormState::of::<PasswordChange>(),
        end: FormState::of::<SessionEnd>(),
        end_others: FormState::of::<SessionEndOthers>(),
        factor: FactorForms::new(),
        passkeys: PasskeyForms::new(),
    };
    let own = [forms.password, forms.end, forms.end_others];
    let own = own.into_iter().chain(forms.factor.all());
    for form in own.chain(forms.passkeys.all()) {
        on_success(form, move || {
            sessions.refetch();
            factor.refetch();
        });
    }
    loaded(move || async move { Ok(body(sessions.await?, factor.await?, &forms)) })
}

/// What can be sent from the page; nearly all of it changes the list of sessions.
#[derive(Clone, Copy)]
struct Forms {
    password: FormState,
    end: FormState,
    end_others: FormState,
    factor: FactorForms,
    passkeys: PasskeyForms,
}

fn body(sessions: Vec<Session>, second: SecondFactor, forms: &Forms) -> impl IntoView + use<> {
    let Forms {
        password,
        end,
        end_others,
        factor,
        passkeys,
    } = *forms;
    let mut second = second;
    let wanted = second.is_wanted;
    let own = std::mem::take(&mut second.passkeys);
    view! {
        <Title text="Your account" />
        <Page narrow=true>
            <PageHeader
                title="Your account"
                subtitle="How you sign in, and where you are signed in now."
            />
            {password_card(password)}
            {wanted
                .then(|| {
                    view! {
                        <Banner tone=Tone::Warn title="Everybody here needs an app or a passkey">
                            "Add a passkey, or set an authenticator app up. Nothing else is open to you before."
                        </Banner>
                    }
                })}
            {passkeys_card(own, &passkeys)}
            {factor_card(second, &factor)}
            {sessions_card(sessions, end, end_others)}
        </Page>
    }
}
