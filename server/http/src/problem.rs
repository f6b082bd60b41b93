//! The one place where a [`Fault`] becomes an answer: a problem document, what a server function's caller reads, or
//! a page, by the [`Area`] it happened in.

use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use contract::{Fault, FaultCode};
use store::Caller;

use crate::{Area, guard, plain, wire};

/// Names a failed server function to its caller in the browser.
const FUNCTION_ERROR: &str = "serverfnerror";

/// A fault on its way out. The layer `render` gives it its form, so that no handler has to know which.
#[derive(Debug)]
pub struct Refusal(pub Fault);

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status(self.0.code).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// Gives every fault its form.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let mut response = next.run(request).await;
    let fault = response
        .extensions_mut()
        .remove::<Fault>()
        .or_else(|| bare(&response));
    match fault {
        Some(fault) => asked.dress(fault, response.headers()),
        None => response,
    }
}

/// What of a request decides the form of a refusal.
struct Asked {
    area: Area,
    path: String,
    request_id: Option<String>,
    /// Sent by a plain form, not by our code in the browser.
    is_form: bool,
    came_from: Option<String>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let path = request.uri().path().to_owned();
        Self {
            area: Area::of(&path),
            path,
            request_id: request
                .extensions()
                .get::<Caller>()
                .and_then(|caller| caller.request_id.clone()),
            is_form: accepts_html(request.headers()),
            came_from: guard::came_from(request.headers()),
        }
    }

    fn dress(&self, fault: Fault, undressed: &HeaderMap) -> Response {
        let code = fault.code;
        let retry_after = fault.retry_after;
        let mut response = match self.area {
            Area::Api => self.problem(fault),
            Area::Function if !self.is_form => self.function_error(&fault),
            Area::Function if code == FaultCode::Unauthenticated => Redirect::to(
                &guard::sign_in_address(self.came_from.as_deref().unwrap_or("/")),
            )
            .into_response(),
            Area::Function | Area::Page => {
                plain::page(status(code), &fault, self.request_id.as_deref())
            }
        };
        // Cookies, allowed methods, what is left of a quota: all but the length of a body that was empty.
        for (name, value) in undressed {
            if name != header::CONTENT_LENGTH {
                response.headers_mut().append(name, value.clone());
            }
        }
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn problem(&self, fault: Fault) -> Response {
        let code = fault.code;
        let problem = wire::Problem::new(fault, self.request_id.clone());
        let mut response = (status(code), Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if code == FaultCode::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    fn function_error(&self, fault: &Fault) -> Response {
        let mut response = (status(fault.code), Json(fault)).into_response();
        if let Ok(path) = HeaderValue::from_str(&self.path) {
            response.headers_mut().insert(FUNCTION_ERROR, path);
        }
        response
    }
}

/// Whether the answer goes to a person's window: a navigation, or a form that no code of ours has sent.
pub(crate) fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The value of a header that may be there once: of two, an attacker would choose the one that is looked at.
pub(crate) fn single_header<'headers>(
    headers: &'headers HeaderMap,
    name: &str,
) -> Result<Option<&'headers str>, Fault> {
    let unreadable = || {
        Fault::new(
            FaultCode::BadRequest,
            format!("Send the header {name} once, in plain text."),
        )
    };
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| unreadable()),
        (Some(_), Some(_)) => Err(unreadable()),
    }
}

/// The status that goes with a code.
pub(crate) fn status(code: FaultCode) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The fault behind an error status that a library answered without a word: 405 of the router, 503 of the timeout.
fn bare(response: &Response) -> Option<Fault> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().contains_key(header::CONTENT_TYPE) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => nothing_here(),
        StatusCode::METHOD_NOT_ALLOWED => Fault::new(
            FaultCode::MethodNotAllowed,
            "This address does not take this method.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => Fault::unavailable(),
        status if status.is_server_error() => Fault::internal(),
        _ => Fault::new(FaultCode::BadRequest, "The request could not be read."),
    })
}

/// No route leads here.
pub(crate) fn nothing_here() -> Fault {
    Fault::new(FaultCode::NotFound, "There is nothing at this address.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [FaultCode; 21] = [
        FaultCode::BadRequest,
        FaultCode::Unauthenticated,
        FaultCode::PlanUpgradeRequired,
        FaultCode::Forbidden,
        FaultCode::CrossTenant,
        FaultCode::TenantSuspended,
        FaultCode::TenantUnknown,
        FaultCode::NotFound,
        FaultCode::MethodNotAllowed,
        FaultCode::RequestTimeout,
        FaultCode::Conflict,
        FaultCode::DependencyConflict,
        FaultCode::IllegalTransition,
        FaultCode::PreconditionFailed,
        FaultCode::TooLarge,
        FaultCode::UnsupportedMediaType,
        FaultCode::Invalid,
        FaultCode::RateLimited,
        FaultCode::QuotaExceeded,
        FaultCode::Unavailable,
        FaultCode::Internal,
    ];

    #[test]
    fn every_code_has_a_real_status() {
        for code in CODES {
            assert_eq!(status(code).as_u16(), code.status(), "{}", code.as_str());
        }
    }
}
