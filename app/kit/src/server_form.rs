//! A form that a server function answers, with and without the browser's code.

use contract::Fault;
use js_sys::futures::JsFuture;
use leptos::{
    ev::SubmitEvent,
    form::form_data_from_event,
    prelude::*,
    server_fn::{
        error::{FromServerFnError, ServerFnErrorErr},
        redirect::{REDIRECT_HEADER, call_redirect_hook},
    },
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, RequestInit, Response, UrlSearchParams};

use crate::FormState;

/// A `<form>` to the server function of `form`: the browser sends it by its own means, or our code does without
/// leaving the page. Either way the fields go as they are: the server alone knows what they mean.
///
/// Takes the place of Leptos' `ActionForm`, which is compiled once for each function, and reads every form into the
/// function's types before it writes it again: with that, the browser half is a tenth larger.
#[component]
pub fn ServerForm(
    /// Where it goes, and what came of it.
    form: FormState,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if form.begins() {
            spawn_local(async move {
                form.ends(match form_data_from_event(&event) {
                    Ok(fields) => send(form.path(), &fields).await,
                    Err(error) => Err(unanswered(&error)),
                });
            });
        }
    };
    view! {
        <form action=form.path() method="post" on:submit=submit>
            {children()}
        </form>
    }
}

/// Sends the fields to a server function, and goes where it sends the browser.
async fn send(path: &str, fields: &FormData) -> Result<(), Fault> {
    let response = answered(post(path, fields).await).await?;
    let headers = response.headers();
    let target = headers
        .has(REDIRECT_HEADER)
        .unwrap_or_default()
        .then(|| headers.get("location").ok().flatten())
        .flatten();
    if let Some(target) = target {
        call_redirect_hook(&target);
    }
    Ok(())
}

/// The answer of a server function, if it did what it was asked.
pub(crate) async fn answered(response: Result<Response, JsValue>) -> Result<Response, Fault> {
    let response = response.map_err(|error| unanswered(&error))?;
    if response.ok() {
        Ok(response)
    } else {
        Err(fault(&response).await)
    }
}

/// Sends fields to a server function.
pub(crate) async fn post(path: &str, fields: &FormData) -> Result<Response, JsValue> {
    let body = UrlSearchParams::new_with_str_sequence_sequence(fields)?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&body);
    let response = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await?;
    Ok(response.unchecked_into())
}

/// What the server says went wrong; what is not in its words is of something between it and us.
async fn fault(response: &Response) -> Fault {
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok(),
        Err(_) => None,
    };
    text.and_then(|text| leptos::serde_json::from_str(&text.as_string()?).ok())
        .unwrap_or_else(|| unanswered(&response.status()))
}

/// Something between the server and us did not work.
pub(crate) fn unanswered(reason: &impl std::fmt::Debug) -> Fault {
    Fault::from_server_fn_error(ServerFnErrorErr::Request(format!("{reason:?}")))
}
