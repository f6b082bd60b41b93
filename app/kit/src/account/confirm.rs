//! Proving once more who one is, before what is dangerous.

use contract::account::SecondFactor;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, ButtonKind, Card, FormScope, Glyph, InputKind, Page, PageHeader, TextField};

use super::{
    calls::{Confirm, ConfirmPasskey, PasskeyChallenge, second_factor},
    factor::CodeField,
};
use crate::{
    FormState, PageForm, loaded,
    passkey::{Ask, PasskeyForm},
    use_page_query, with_query,
};

/// What links to the page say.
pub(crate) const CONFIRM: &str = "Confirm that it is you";

/// The page that asks for it and leads back to `here`.
pub(crate) fn confirm_address(here: &str) -> String {
    with_query("/confirm", [("next", here)])
}

/// A passkey, or the password, and the code where the account has an authenticator app.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let factor = Resource::new(|| (), |()| second_factor());
    let forms = (
        FormState::of::<Confirm>(),
        FormState::of::<ConfirmPasskey>(),
    );
    let next = use_page_query().now().get("next").clone();
    loaded(move || {
        let next = next.clone();
        async move { Ok(body(&factor.await?, &next, forms)) }
    })
}

fn body(
    factor: &SecondFactor,
    next: &str,
    (form, passkey): (FormState, FormState),
) -> impl IntoView + use<> {
    let has_app = factor.since.is_some();
    // Who has a passkey and no app has nothing to type beside the password.
    let types = has_app || factor.passkeys.is_empty();
    let signs = factor.has_passkey_here();
    let nexts = (passkey.typed("next", next), form.typed("next", next));
    view! {
        <Title text=CONFIRM />
        <Page narrow=true>
            <PageHeader
                title=CONFIRM
                subtitle="What you are about to do is worth a second look. It opens for fifteen minutes."
            />
            {signs.then(|| view! { <Card>{with_passkey(nexts.0, passkey)}</Card> })}
            {types.then(|| view! { <Card>{with_password(has_app, nexts.1, form)}</Card> })}
            {(!signs && !types)
                .then(|| {
                    view! {
                        <p class="text-base text-pretty text-muted">
                            "Your passkey is for another address of this workspace. Sign in there to do this."
                        </p>
                    }
                })}
        </Page>
    }
}

fn with_passkey(next: String, form: FormState) -> impl IntoView {
    let ask = Ask::to_sign::<PasskeyChallenge>();
    view! {
        <PasskeyForm form ask>
            <FormScope problems=form.problems()>
                <input type="hidden" name="next" value=next />
                <div>
                    <Button submit=true kind=ButtonKind::Primary icon=Glyph::Key loading=form.pending()>
                        "Confirm with a passkey"
                    </Button>
                </div>
            </FormScope>
        </PasskeyForm>
    }
}

fn with_password(has_app: bool, next: String, form: FormState) -> impl IntoView {
    view! {
        <PageForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="next" value=next />
                <TextField
                    name="password"
                    label="Password"
                    kind=InputKind::Password
                    autocomplete="current-password"
                    required=true
                    autofocus=true
                />
                {has_app.then(|| view! { <CodeField /> })}
                <div>
                    <Button submit=true kind=ButtonKind::Primary>
                        "Confirm"
                    </Button>
                </div>
            </FormScope>
        </PageForm>
    }
}
