//! The passkeys of one's account.

use contract::account::{LONGEST_PASSKEY_NAME, Passkey};
use leptos::prelude::*;
use ui::{Badge, Button, ButtonKind, Card, FormScope, Glyph, Size, TextField, Tone};

use super::calls::{PasskeyAdd, PasskeyBegin, PasskeyRemove};
use crate::{
    FormState, ServerForm, Time,
    passkey::{Ask, PasskeyForm},
};

/// What can be sent about passkeys.
#[derive(Clone, Copy)]
pub(super) struct PasskeyForms {
    add: FormState,
    remove: FormState,
}

impl PasskeyForms {
    pub(super) fn new() -> Self {
        Self {
            add: FormState::of::<PasskeyAdd>(),
            remove: FormState::of::<PasskeyRemove>(),
        }
    }

    pub(super) fn all(&self) -> [FormState; 2] {
        [self.add, self.remove]
    }
}

/// Each passkey with a way to remove it, and a way to add one.
pub(super) fn passkeys_card(passkeys: Vec<Passkey>, forms: &PasskeyForms) -> AnyView {
    let PasskeyForms { add, remove } = *forms;
    let rows: Vec<_> = passkeys
        .into_iter()
        .map(|passkey| row(passkey, remove))
        .collect();
    let list = (!rows.is_empty()).then(|| view! { <ul class="flex flex-col gap-4">{rows}</ul> });
    let ask = Ask::to_make::<PasskeyBegin>();
    view! {
        <Card
            title="Passkeys"
            description="A phone, a computer or a security key that signs you in by itself, without password and code. With one, your password alone opens nothing any more. Adding or removing one signs you out everywhere else, and ends your API keys."
        >
            <div class="flex flex-col gap-5">
                <FormScope problems=remove.problems()>{list}</FormScope>
                <PasskeyForm form=add ask>
                    <FormScope problems=add.problems()>
                        <TextField
                            name="name"
                            label="Name of a new passkey"
                            hint="So that you recognise it here, such as the name of the device. It needs a browser that runs scripts."
                            value=add.typed("name", "")
                            maxlength=LONGEST_PASSKEY_NAME
                            required=true
                        />
                        <div>
                            <Button submit=true kind=ButtonKind::Primary icon=Glyph::Plus loading=add.pending()>
                                "Add a passkey"
                            </Button>
                        </div>
                    </FormScope>
                </PasskeyForm>
            </div>
        </Card>
    }
    .into_any()
}

fn row(passkey: Passkey, remove: FormState) -> impl IntoView {
    let elsewhere = (!passkey.is_here)
        .then(|| view! { <Badge tone=Tone::Neutral>{format!("For {}", passkey.host)}</Badge> });
    let used = match passkey.last_used_at {
        Some(at) => view! { "last used " <Time at /> }.into_any(),
        None => "never used".into_any(),
    };
    let whose = format!(" {}", passkey.name);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3">
            <div class="flex flex-col gap-1">
                <p class="font-semibold text-ink">{passkey.name}</p>
                <p class="text-sm text-muted">
                    "Made " <Time at=passkey.created_at /> ", " {used} " " {elsewhere}
                </p>
            </div>
            <ServerForm form=remove>
                <input type="hidden" name="id" value=passkey.id.to_string() />
                <Button submit=true size=Size::Small kind=ButtonKind::Danger loading=remove.pending()>
                    "Remove" <span class="sr-only">{whose}</span>
                </Button>
            </ServerForm>
        </li>
    }
}
