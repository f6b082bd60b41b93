//! The page of the receiver: where it is, how far it is, its secret, a test.

use contract::{
    Fault,
    acts::Act,
    api_keys::Secret,
    receivers::{Receiver, ReceiverTest},
};
use leptos::server_fn::ServerFn;
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use portal_kit::{FormState, Me, ServerForm, Time, count, loaded, on_success, reframe, use_me};
use ui::{
    Badge, Banner, Button, ButtonKind, Card, Checkbox, CodeBlock, FormActions, FormScope, KeyValue,
    KeyValueList, Page, PageHeader, TextField, Tone,
};

use super::{
    calls::{ReceiverDelete, ReceiverRenew, ReceiverSet, ReceiverTest as TestCall, receiver_get},
    delete::question,
};

/// The page of the receiver.
#[component]
pub(crate) fn ReceiverPage() -> impl IntoView {
    let me = use_me();
    let receiver = Resource::new(|| (), |()| receiver_get());
    loaded(move || {
        let me = me.clone();
        async move {
            let me = me?;
            // A suspended workspace can still see where its log goes.
            if !me.can(Act::LogStream) {
                return Err(Fault::forbidden());
            }
            Ok(page(&me, receiver.await?))
        }
    })
}

fn page(me: &Me, receiver: Option<Receiver>) -> impl IntoView + use<> {
    let may = me.may(Act::LogStream);
    let crumbs = vec![("Audit log".to_owned(), "/settings/audit".to_owned())];
    let delete = receiver
        .as_ref()
        .filter(|_| may)
        .map(|receiver| question(&receiver.url).button("Delete", anew::<ReceiverDelete>()));
    let secret = receiver
        .as_ref()
        .and_then(|receiver| receiver.secret.clone());
    let form = place(receiver.as_ref(), may);
    let state = receiver.map(|receiver| state(receiver, may));
    view! {
        <Title text="Log receiver" />
        <Page narrow=true>
            <PageHeader
                title="Log receiver"
                subtitle="A server of yours, such as a SIEM, gets every entry of the log a moment after it was written."
                crumbs
            >
                {delete}
            </PageHeader>
            {secret.map(copy)}
            {state}
            {form}
        </Page>
    }
}

fn copy(Secret(secret): Secret) -> impl IntoView {
    view! {
        <Banner tone=Tone::Ok title="Copy the secret now">
            <p class="mb-2 text-pretty">
                "Your server checks with it that a message is from here (Standard Webhooks). It is shown for a quarter of an hour."
            </p>
            <CodeBlock code=secret label="Secret" />
        </Banner>
    }
}

fn place(receiver: Option<&Receiver>, may: bool) -> impl IntoView + use<> {
    let form = anew::<ReceiverSet>();
    let url = receiver
        .map(|receiver| receiver.url.clone())
        .unwrap_or_default();
    let is_on = receiver.is_some_and(|receiver| receiver.is_on).to_string();
    let is_on = form.typed("is_on", is_on) == "true";
    view! {
        <Card
            title="Where it is"
            description="It is told the names of people that entries hold. A new receiver gets the entries from now on; export the log for those before."
        >
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <TextField
                        name="url"
                        label="Address"
                        value=form.typed("url", url)
                        placeholder="https://siem.example/log"
                        autocomplete="off"
                        maxlength=500
                        required=true
                        disabled=!may
                    />
                    <Checkbox
                        name="is_on"
                        label="Send entries"
                        checked=is_on
                        hint="Off, nothing is lost: entries wait until it is on again."
                    />
                    {may
                        .then(|| {
                            view! {
                                <FormActions>
                                    <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                                        "Save"
                                    </Button>
                                </FormActions>
                            }
                        })}
                </FormScope>
            </ServerForm>
        </Card>
    }
}

fn state(receiver: Receiver, may: bool) -> impl IntoView {
    let (tone, word) = match (&receiver.error, receiver.is_on) {
        (None, false) => (Tone::Neutral, "Off"),
        (Some(_), false) => (Tone::Danger, "Stopped"),
        (Some(_), true) => (Tone::Danger, "Does not get through"),
        (None, true) => (Tone::Ok, "On"),
    };
    let last = match (receiver.last, receiver.sent_at) {
        (Some(last), Some(at)) => Either::Left(view! { {format!("Entry {last}, ")} <Time at /> }),
        _ => Either::Right("None yet"),
    };
    let error = receiver.error.map(|error| {
        let next = receiver
            .next_at
            .map(|at| view! { " Next attempt: " <Time at /> "." });
        view! { <KeyValue label="What went wrong">{error} {next}</KeyValue> }
    });
    let until = receiver.old_secret_until.map(|at| {
        view! {
            <KeyValue label="The secret before signs until">
                <Time at />
            </KeyValue>
        }
    });
    let buttons = may.then(|| {
        view! {
            <div class="mt-4 flex flex-wrap gap-2">
                {act::<TestCall>("Send a test")} {act::<ReceiverRenew>("Renew the secret")}
            </div>
        }
    });
    view! {
        <Card title="How it goes">
            <KeyValueList>
                <KeyValue label="State">
                    <Badge tone>{word}</Badge>
                </KeyValue>
                <KeyValue label="Last delivered">{last}</KeyValue>
                <KeyValue label="Entries that wait">{count(receiver.waiting)}</KeyValue>
                {error}
                {receiver.test.map(test)}
                {until}
            </KeyValueList>
            {buttons}
        </Card>
    }
}

fn test(test: ReceiverTest) -> impl IntoView {
    let told = match (test.at, test.error) {
        (None, _) => Either::Left("Under way"),
        (Some(at), error) => {
            let told = error.unwrap_or_else(|| "It arrived.".to_owned());
            Either::Right(view! { {told} " " <Time at /> })
        }
    };
    view! { <KeyValue label="Test">{told}</KeyValue> }
}

/// A form that comes back to this page, which shows then what has changed.
fn anew<S: ServerFn<Output = (), Error = Fault>>() -> FormState {
    let form = FormState::of::<S>();
    on_success(form, reframe());
    form
}

fn act<S: ServerFn<Output = (), Error = Fault>>(word: &'static str) -> impl IntoView {
    let form = anew::<S>();
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <Button submit=true loading=form.pending()>
                    {word}
                </Button>
            </FormScope>
        </ServerForm>
    }
}
