//! Asking for a link that sets a new password.

use leptos::{either::Either, prelude::*};
use ui::{Button, ButtonKind, FormScope, InputKind, Size, TextField};

use super::frame::DoorFrame;
use crate::{FormState, ServerForm, calls::RequestReset, use_page_query};

/// The page that mails a reset link; it says the same whether or not the address has an account.
#[component]
pub fn ForgotPage() -> impl IntoView {
    // The browser's code stays on this page; without it the page is loaded again.
    let was_sent = !use_page_query().now().get("sent").is_empty();
    let form = FormState::of::<RequestReset>();
    let is_sent = move || was_sent || form.is_done();
    let footer = || view! { <a href="/sign-in" class="link">"Back to sign-in"</a> };
    view! {
        <DoorFrame title="Reset your password" subtitle="It happens to everybody." footer>
            {move || if is_sent() { Either::Left(view! { <Sent /> }) } else { Either::Right(view! { <Ask form /> }) }}
        </DoorFrame>
    }
}

#[component]
fn Ask(form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <TextField
                    name="email"
                    label="E-mail address"
                    kind=InputKind::Email
                    value=form.typed("email", "")
                    hint="We send a link that sets a new password."
                    autocomplete="username"
                    required=true
                    autofocus=true
                />
                <Button submit=true kind=ButtonKind::Primary size=Size::Large wide=true loading=form.pending()>
                    "Send the link"
                </Button>
            </FormScope>
        </ServerForm>
    }
}

#[component]
fn Sent() -> impl IntoView {
    view! {
        <div role="status" class="flex flex-col gap-2 text-base text-pretty text-ink">
            <p class="font-semibold">"Check your mail"</p>
            <p class="text-muted">
                "If that address has an account here, a link is on its way. It works once, for a short time. Nothing there? Look in the spam folder, or ask the person who invited you."
            </p>
        </div>
    }
}
