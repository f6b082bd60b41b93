//! Forms that a passkey fills in. Only a browser that runs scripts can ask a device for one; without them the form goes
//! as it is, and the server says so.

use contract::{Fault, FaultCode};
use js_sys::{Function, JSON, Object, Promise, Reflect, futures::JsFuture};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement};

use crate::{
    FormState,
    server_form::{answered, post, unanswered},
};

/// What a device is to do.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    /// The server function that says what it is to sign.
    path: &'static str,
    /// The reading of what it says, and what the browser does with it.
    verbs: (&'static str, &'static str),
}

impl Ask {
    /// To make a passkey, as the function `S` says.
    pub(crate) fn to_make<S: ServerFn>() -> Self {
        Self {
            path: S::PATH,
            verbs: ("parseCreationOptionsFromJSON", "create"),
        }
    }

    /// To sign with one, as the function `S` says.
    pub(crate) fn to_sign<S: ServerFn>() -> Self {
        Self {
            path: S::PATH,
            verbs: ("parseRequestOptionsFromJSON", "get"),
        }
    }
}

/// A form that goes with what a passkey answered, under `challenge` and `answer`.
#[component]
pub(crate) fn PasskeyForm(
    /// Where it goes, and what came of it.
    form: FormState,
    /// What the device is asked before.
    ask: Ask,
    /// Fields and a button.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let filled = event.target().map(JsCast::unchecked_into);
        if let Some(filled) = filled
            && form.begins()
        {
            spawn_local(async move {
                // Otherwise the page that is loaded says what came of it.
                if let Err(fault) = sign_and_send(ask, &filled).await {
                    form.ends(Err(fault));
                }
            });
        }
    };
    view! {
        <form action=form.path() method="post" on:submit=submit>
            // Empty where nothing fills them in.
            <input type="hidden" name="challenge" />
            <input type="hidden" name="answer" />
            {children()}
        </form>
    }
}

/// The form goes by the browser's own means, so that whatever waited for the proof is there again on the page it leads to.
async fn sign_and_send(ask: Ask, form: &HtmlFormElement) -> Result<(), Fault> {
    let empty = FormData::new().map_err(|error| unanswered(&error))?;
    let asked = answered(post(ask.path, &empty).await).await?;
    let text = asked.text().map_err(|error| unanswered(&error))?;
    let text = JsFuture::from(text)
        .await
        .map_err(|error| unanswered(&error))?;
    let signed = sign(ask, &text.unchecked_into(), form).await;
    signed.and_then(|()| form.submit()).map_err(|_| {
        Fault::new(
            FaultCode::Invalid,
            "No passkey answered. Try again; if it stays so, this browser or device cannot do it.",
        )
    })
}

async fn sign(ask: Ask, asked: &js_sys::JsString, form: &HtmlFormElement) -> Result<(), JsValue> {
    let (read, act) = ask.verbs;
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let asked = JSON::parse(&String::from(asked))?;
    let options = get(&asked, "options")?.as_string().unwrap_or_default();
    let passkeys = get(&window(), "PublicKeyCredential")?;
    let options = call(&passkeys, read, &JSON::parse(&options)?)?;
    let wanted = Object::new();
    Reflect::set(&wanted, &"publicKey".into(), &options)?;
    let credentials = get(&get(&window(), "navigator")?, "credentials")?;
    let made: Promise = call(&credentials, act, &wanted)?.unchecked_into();
    let made = JsFuture::from(made).await?;
    let answer = JSON::stringify(&call(&made, "toJSON", &JsValue::UNDEFINED)?)?;
    for (name, value) in [
        ("challenge", get(&asked, "challenge")?),
        ("answer", answer.into()),
    ] {
        Reflect::set(&get(form, name)?, &"value".into(), &value)?;
    }
    Ok(())
}

/// Calls a method that not every browser has.
fn call(object: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    method.call1(object, argument)
}
