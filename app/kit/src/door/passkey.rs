//! Signing in with a passkey, which asks for no address.

use leptos::prelude::*;
use ui::{Button, FormScope, Glyph, Size};

use crate::{
    FormState,
    calls::{PasskeyChallenge, SignInPasskey},
    passkey::{Ask, PasskeyForm},
    use_page_query,
};

/// The button below the forms of the door.
#[component]
pub(super) fn PasskeyButton() -> impl IntoView {
    let form = FormState::of::<SignInPasskey>();
    let next = form.typed("next", use_page_query().now().get("next"));
    let ask = Ask::to_sign::<PasskeyChallenge>();
    view! {
        <div class="mt-4">
            <PasskeyForm form ask>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="next" value=next />
                    <Button submit=true size=Size::Large wide=true icon=Glyph::Key loading=form.pending()>
                        "Sign in with a passkey"
                    </Button>
                </FormScope>
            </PasskeyForm>
        </div>
    }
}
