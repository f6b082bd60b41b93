//! The second factor of one's account: none, being set up, or on.

use contract::account::{FactorSetup, QrCode, SecondFactor};
use leptos::prelude::*;
use ui::{
    Badge, Button, ButtonKind, Card, CodeBlock, CopyValue, FormScope, Glyph, KeyValue,
    KeyValueList, TextField, Tone,
};

use super::calls::{
    SecondFactorBegin, SecondFactorCancel, SecondFactorConfirm, SecondFactorRemove,
};
use crate::{FormState, Question, ServerForm, Time};

/// What can be sent about the second factor.
#[derive(Clone, Copy)]
pub(super) struct FactorForms {
    begin: FormState,
    cancel: FormState,
    confirm: FormState,
    remove: FormState,
}

impl FactorForms {
    pub(super) fn new() -> Self {
        Self {
            begin: FormState::of::<SecondFactorBegin>(),
            cancel: FormState::of::<SecondFactorCancel>(),
            confirm: FormState::of::<SecondFactorConfirm>(),
            remove: FormState::of::<SecondFactorRemove>(),
        }
    }

    pub(super) fn all(&self) -> [FormState; 4] {
        [self.begin, self.cancel, self.confirm, self.remove]
    }
}

/// The code of an app, or a recovery code.
#[component]
pub(crate) fn CodeField(
    /// Takes the caret when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    view! {
        <TextField
            name="code"
            label="Code"
            hint="Six digits from your authenticator app, or one of your recovery codes."
            autocomplete="one-time-code"
            maxlength=20
            required=true
            autofocus=autofocus
        />
    }
}

/// Where the second factor stands, and what can be done next.
pub(super) fn factor_card(factor: SecondFactor, forms: &FactorForms) -> AnyView {
    let is_on = factor.since.is_some();
    let actions = move || {
        if is_on {
            view! { <Badge tone=Tone::Ok>"On"</Badge> }
        } else {
            view! { <Badge tone=Tone::Neutral>"Off"</Badge> }
        }
    };
    let body = match factor.setup {
        Some(setup) => setting_up(setup, forms).into_any(),
        None if is_on => on(&factor, forms).into_any(),
        None => begin(forms.begin, "Set up", ButtonKind::Primary).into_any(),
    };
    view! {
        <Card
            title="Authenticator app"
            description="A code from your phone besides the password: a stolen password alone opens nothing. Turning it on or off signs you out everywhere else, and ends your API keys."
            actions
        >
            {body}
        </Card>
    }
    .into_any()
}

fn begin(form: FormState, label: &'static str, kind: ButtonKind) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <div>
                    <Button submit=true kind icon=Glyph::Key loading=form.pending()>
                        {label}
                    </Button>
                </div>
            </FormScope>
        </ServerForm>
    }
}

fn on(factor: &SecondFactor, forms: &FactorForms) -> impl IntoView + use<> {
    let since = factor.since.map(|at| view! { <Time at /> });
    let left = match factor.codes_left {
        0 => "None: set it up anew to get ten.".to_owned(),
        1 => "One".to_owned(),
        left => left.to_string(),
    };
    let remove = forms.remove;
    view! {
        <div class="flex flex-col gap-4">
            <KeyValueList>
                <KeyValue label="On since">{since}</KeyValue>
                <KeyValue label="Recovery codes left">{left}</KeyValue>
            </KeyValueList>
            <div class="flex flex-wrap gap-2">
                {begin(forms.begin, "Set up anew", ButtonKind::Secondary)}
                {turning_off().button("Turn off", remove)}
            </div>
        </div>
    }
}

/// The page that asks before the second factor is turned off, for browsers that run no code.
#[component]
pub fn FactorOffPage() -> impl IntoView {
    let crumbs = vec![("Your account".to_owned(), ACCOUNT.to_owned())];
    turning_off().page(crumbs, FormState::of::<SecondFactorRemove>())
}

const ACCOUNT: &str = "/account";

fn turning_off() -> Question {
    Question {
        title: "Turn your authenticator app off?".to_owned(),
        consequence: "From then on nobody is asked for its code: without a passkey, your password alone lets somebody in. You are signed out everywhere else, and your API keys end."
            .to_owned(),
        label: "Turn it off".to_owned(),
        names: None,
        path: ACCOUNT.to_owned(),
    }
}

fn setting_up(setup: FactorSetup, forms: &FactorForms) -> impl IntoView + use<> {
    let FactorForms {
        confirm, cancel, ..
    } = *forms;
    let codes: Vec<_> = setup
        .codes
        .iter()
        .map(|code| format!("{}-{}", &code[..4], &code[4..]))
        .collect();
    view! {
        <ol class="flex flex-col gap-6">
            <li class="flex flex-col gap-3">
                {step("1", "Scan this with your authenticator app")}
                <a href=setup.url class="self-start rounded-md border border-line" rel="external">
                    {drawn(&setup.qr)}
                </a>
                <p class="text-sm text-muted">"Or type this key into it:"</p>
                <CopyValue value=setup.secret label="Key" />
            </li>
            <li class="flex flex-col gap-3">
                {step("2", "Keep these recovery codes where you find them without your phone")}
                <p class="text-sm text-pretty text-muted">
                    "Each takes the place of the app once. They are not shown again."
                </p>
                <CodeBlock code=codes.join("\n") label="Recovery codes" />
            </li>
            <li class="flex flex-col gap-3">
                {step("3", "Type the code that the app shows")}
                <ServerForm form=confirm>
                    <FormScope problems=confirm.problems()>
                        <TextField
                            name="code"
                            label="Code"
                            autocomplete="one-time-code"
                            maxlength=20
                            required=true
                        />
                        <div>
                            <Button submit=true kind=ButtonKind::Primary loading=confirm.pending()>
                                "Turn on"
                            </Button>
                        </div>
                    </FormScope>
                </ServerForm>
                <ServerForm form=cancel>
                    <Button submit=true kind=ButtonKind::Ghost loading=cancel.pending()>
                        "Not now"
                    </Button>
                </ServerForm>
            </li>
        </ol>
    }
}

fn step(number: &'static str, title: &'static str) -> impl IntoView {
    view! {
        <h3 class="flex items-baseline gap-2 text-base font-semibold text-ink">
            <span class="text-muted tabular-nums">{number}"."</span>
            {title}
        </h3>
    }
}

/// Black on white in both themes: cameras want it so.
fn drawn(qr: &QrCode) -> impl IntoView + use<> {
    let (size, view_box) = (qr.size, format!("0 0 {0} {0}", qr.size));
    view! {
        <svg viewBox=view_box class="size-48 rounded-md" role="img" aria-label="QR code for your authenticator app" shape-rendering="crispEdges">
            <rect width=size height=size fill="#fff"></rect>
            <path d=qr.path.clone() fill="#000"></path>
        </svg>
    }
}
