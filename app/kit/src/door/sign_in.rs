//! Signing in with a password, or a passkey.

use contract::door::Realm;
use leptos::prelude::*;
use ui::{Button, ButtonKind, FormScope, InputKind, Size, TextField};

use super::{
    frame::{DoorFrame, host_name},
    passkey::PasskeyButton,
};
use crate::{FormState, ServerForm, calls::SignIn, use_page_query};

/// The sign-in page; `next` in the address says where to go afterwards.
#[component]
pub fn SignInPage() -> impl IntoView {
    let form = FormState::of::<SignIn>();
    let next = form.typed("next", use_page_query().now().get("next"));
    let footer = || view! { <a href="/forgot" class="link">"Forgot your password?"</a> };
    view! {
        <DoorFrame title=format!("Sign in to {}", host_name()) subtitle=greeting() footer>
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="next" value=next />
                    <TextField
                        name="email"
                        label="E-mail address"
                        kind=InputKind::Email
                        value=form.typed("email", "")
                        autocomplete="username"
                        required=true
                        autofocus=true
                    />
                    <TextField
                        name="password"
                        label="Password"
                        kind=InputKind::Password
                        autocomplete="current-password"
                        required=true
                    />
                    <Button submit=true kind=ButtonKind::Primary size=Size::Large wide=true loading=form.pending()>
                        "Sign in"
                    </Button>
                </FormScope>
            </ServerForm>
            <PasskeyButton />
        </DoorFrame>
    }
}

/// The sentence that the tenant put above its form, or ours.
fn greeting() -> String {
    match use_context() {
        Some(Realm::Tenant {
            sign_in_text: Some(text),
            ..
        }) => text,
        Some(Realm::Operator) => "The operators' portal.".to_owned(),
        _ => "Use the e-mail address that you were invited with.".to_owned(),
    }
}
