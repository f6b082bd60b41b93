//! Server functions, called by our code in the browser or by a plain form.
//!
//! The library would answer a plain form with a redirect to whatever the `Referer` says, with the error in the URL. So
//! it is not told that a form is asking: what a form needs is done here, and stays on this host.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{Fault, FaultCode};
use http_api::{Refusal, guard};
use leptos::{
    prelude::provide_context,
    server_fn::{axum::get_server_fn_service, error::SERVER_FN_ERROR_HEADER},
};
use portal_kit::{FailedForm, Flash};

use crate::{
    pages::Pages,
    upload,
    visit::{Sending, Visit, location},
};

/// The function that uses up what the request before left behind.
const TAKE_FLASH: &str = "/fn/door/take_flash";

/// The functions that prove once more who asks.
const CONFIRM: [&str; 2] = ["/fn/account/confirm", "/fn/account/confirm_passkey"];

/// A fault is a few sentences and what was typed; it is never larger than a request may be.
const LARGEST_FAULT: usize = 4 * 1024 * 1024;

/// Calls the function at the path of the request.
pub(crate) async fn call(
    State(pages): State<Pages>,
    request: Request,
) -> Result<Response, Refusal> {
    let (mut parts, body) = upload::as_fields(request).await?.into_parts();
    let path = parts.uri.path().to_owned();
    if get_server_fn_service(&path, Method::POST).is_none() {
        return Err(Refusal(Fault::new(
            FaultCode::NotFound,
            "There is nothing at this address.",
        )));
    }
    let form = form(&parts.headers);
    parts.headers.remove(header::ACCEPT);
    parts.headers.remove(header::REFERER);
    let visit = Visit::of(&pages.platform, &parts)?;
    let flash = if path == TAKE_FLASH {
        visit.take_flash().await?
    } else {
        Flash::default()
    };
    // Read now: the session is another one once the proof was good.
    let waiting = if CONFIRM.contains(&path.as_str()) {
        visit.take_waiting().await?
    } else {
        None
    };
    let contexts = {
        let visit = visit.clone();
        move || {
            visit.provide(Sending::Function);
            provide_context(flash.clone());
        }
    };
    let request = Request::from_parts(parts, body);
    let response = leptos_axum::handle_server_fns_with_context(contexts, request)
        .await
        .into_response();
    let (response, fault) = told(response).await;
    visit.keep_notice().await?;
    match (&fault, waiting) {
        (Some(fault), _) if fault.code == FaultCode::ProofRequired => {
            let (path, fault) = (path.clone(), fault.clone());
            visit.keep_waiting(FailedForm { path, fault }).await?;
        }
        (Some(_), Some(waiting)) => visit.keep_on(waiting).await?,
        (None, Some(waiting)) => visit.keep_failed(taken_up(waiting.form)).await?,
        (_, None) => {}
    }
    let Some(back) = form else {
        return Ok(response);
    };
    match fault {
        Some(fault) => {
            visit.keep_failed(FailedForm { path, fault }).await?;
            Ok(see(&back))
        }
        None => Ok(see(response
            .headers()
            .get(header::LOCATION)
            .and_then(|path| path.to_str().ok())
            .unwrap_or(&back))),
    }
}

/// The page to go back to, if a plain form is asking.
fn form(headers: &HeaderMap) -> Option<String> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    let is_form = accept.contains("text/html");
    is_form.then(|| guard::came_from(headers).unwrap_or_else(|| "/".to_owned()))
}

/// A form that waited for a proof, as its page shows it again: what was typed is there, and was not sent yet.
fn taken_up(waiting: FailedForm) -> FailedForm {
    let mut fault = Fault::new(
        FaultCode::Invalid,
        "It is you. Look at what you entered once more, and send it again.",
    );
    fault.input = waiting.fault.input;
    FailedForm {
        path: waiting.path,
        fault,
    }
}

/// The answer with the status of its fault, which the library would call 500 whatever it is, and the fault.
async fn told(response: Response) -> (Response, Option<Fault>) {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST_FAULT).await.unwrap_or_default();
    let fault: Fault = serde_json::from_slice(&bytes).unwrap_or_else(|_| Fault::internal());
    parts.status =
        StatusCode::from_u16(fault.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(seconds) = fault.retry_after {
        parts
            .headers
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    (Response::from_parts(parts, Body::from(bytes)), Some(fault))
}

/// Sends a browser to a path of this host.
fn see(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location(path))]).into_response()
}
