//! What a mailed link opens: an invitation, a new password, or "it was not me".

use contract::door::{LinkKind, LinkView};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Button, ButtonKind, ButtonLink, FormScope, InputKind, KeyValue, KeyValueList, Size, Skeleton,
    TextField,
};

use super::frame::{DoorFrame, host_name};
use crate::{
    FaultView, FormState, ServerForm,
    calls::{LinkDisown, LinkUse, link_view},
    words::NEW_PASSWORD,
};

/// The page behind `/link/{token}`: whose account it opens, and the new password twice, or the button that disowns.
#[component]
pub fn LinkPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| {
        params
            .with(|params| params.get("token"))
            .unwrap_or_default()
    });
    let link = Resource::new(move || token.get(), link_view);
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match link.await {
                    Ok(link) if link.kind == LinkKind::Disown => {
                        view! { <Disown link token=token.get_untracked() /> }.into_any()
                    }
                    Ok(link) => view! { <Open link token=token.get_untracked() /> }.into_any(),
                    Err(fault) => {
                        let footer = || view! { <a href="/sign-in" class="link">"Go to sign-in"</a> };
                        view! {
                            <DoorFrame
                                title="This link does not open"
                                subtitle="Links work once and for a limited time."
                                footer
                            >
                                <FaultView fault />
                                <ButtonLink href="/forgot" wide=true>
                                    "Ask for a new link"
                                </ButtonLink>
                            </DoorFrame>
                        }
                            .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Open(link: LinkView, token: String) -> impl IntoView {
    let form = FormState::of::<LinkUse>();
    let (title, subtitle) = if link.kind == LinkKind::Invitation {
        (
            format!("Welcome to {}", host_name()),
            "Choose a password, and you are in.",
        )
    } else {
        (
            "Set a new password".to_owned(),
            "You are signed out everywhere else.",
        )
    };
    let footer = || view! { <a href="/sign-in" class="link">"Go to sign-in"</a> };
    let email = link.email.clone();
    view! {
        <DoorFrame title subtitle footer>
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <KeyValueList>
                        <KeyValue label="Name">{link.name}</KeyValue>
                        <KeyValue label="E-mail address">{email}</KeyValue>
                    </KeyValueList>
                    <input type="hidden" name="token" value=token />
                    // Password managers file the new password under this name.
                    <input type="email" value=link.email autocomplete="username" readonly class="sr-only" tabindex="-1" aria-hidden="true" />
                    <TextField
                        name="password"
                        label="New password"
                        kind=InputKind::Password
                        hint=NEW_PASSWORD
                        autocomplete="new-password"
                        required=true
                        autofocus=true
                    />
                    <TextField
                        name="password_again"
                        label="New password again"
                        kind=InputKind::Password
                        autocomplete="new-password"
                        required=true
                    />
                    <Button submit=true kind=ButtonKind::Primary size=Size::Large wide=true loading=form.pending()>
                        "Set password and sign in"
                    </Button>
                </FormScope>
            </ServerForm>
        </DoorFrame>
    }
}

#[component]
fn Disown(link: LinkView, token: String) -> impl IntoView {
    let form = FormState::of::<LinkDisown>();
    let footer = || view! { <a href="/sign-in" class="link">"It was me: go to sign-in"</a> };
    view! {
        <DoorFrame title="Was it not you?" subtitle="Somebody added an app or a passkey to your account." footer>
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <KeyValueList>
                        <KeyValue label="Name">{link.name}</KeyValue>
                        <KeyValue label="E-mail address">{link.email}</KeyValue>
                    </KeyValueList>
                    <input type="hidden" name="token" value=token />
                    <p class="text-base text-pretty text-muted">
                        "This takes away what was added then or later, signs everybody out, and ends the account's API keys. The password opens nothing any more: you set a new one next."
                    </p>
                    <Button submit=true kind=ButtonKind::Danger size=Size::Large wide=true loading=form.pending()>
                        "It was not me"
                    </Button>
                </FormScope>
            </ServerForm>
        </DoorFrame>
    }
}
