//! The code of the second factor, after the password.

use leptos::prelude::*;
use ui::{Button, ButtonKind, FormScope, Size};

use super::{frame::DoorFrame, passkey::PasskeyButton};
use crate::{FormState, ServerForm, account::CodeField, calls::SignInCode, use_page_query};

/// The page between the password and the portal; `next` in the address says where to go afterwards.
#[component]
pub fn CodePage() -> impl IntoView {
    let form = FormState::of::<SignInCode>();
    let next = form.typed("next", use_page_query().now().get("next"));
    let footer = || view! { <a href="/sign-in" class="link">"Sign in as somebody else"</a> };
    view! {
        <DoorFrame title="One more step" subtitle="Your account asks for a code or a passkey besides the password." footer>
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <input type="hidden" name="next" value=next />
                    <CodeField autofocus=true />
                    <Button submit=true kind=ButtonKind::Primary size=Size::Large wide=true loading=form.pending()>
                        "Sign in"
                    </Button>
                </FormScope>
            </ServerForm>
            <PasskeyButton />
        </DoorFrame>
    }
}
