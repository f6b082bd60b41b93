//! What stands between the network and a route, outermost first.

mod arrival;
mod body;
mod headers;
mod host;
pub(crate) mod rate;

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use contract::{Fault, FaultCode};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::{CsrfLayer, ProtectionError},
    timeout::TimeoutLayer,
};

use crate::{Http, Refusal, guard, problem, session};

/// Puts every layer around the routes, pages and server functions included.
pub fn protect(http: &Http, routes: Router) -> Router {
    routes.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(http.clone(), arrival::receive))
            .layer(from_fn_with_state(http.clone(), headers::seal))
            .layer(from_fn(problem::render))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::SERVICE_UNAVAILABLE,
                http.settings().answer_patience,
            ))
            .layer(from_fn_with_state(http.clone(), body::read))
            .layer(from_fn_with_state(http.clone(), host::resolve))
            .layer(CsrfLayer::new().with_rejection_response(foreign_origin))
            .layer(session::layer(http.platform()))
            .layer(from_fn_with_state(http.clone(), guard::admit))
            .layer(from_fn_with_state(http.clone(), rate::limit)),
    )
}

/// Puts around the routes what every answer needs, and no more: they answer anybody, on every host.
pub fn open_to_all(http: &Http, routes: Router) -> Router {
    routes.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(http.clone(), arrival::receive))
            .layer(from_fn_with_state(http.clone(), headers::seal))
            .layer(from_fn(problem::render))
            .layer(CatchPanicLayer::custom(panicked)),
    )
}

/// The panic itself is in the log already: the hook wrote it where it happened.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Refusal(Fault::internal()).into_response()
}

/// A tenant's site is same-site with its siblings, so a cookie's `SameSite` does not keep them apart: this does.
fn foreign_origin(_: ProtectionError) -> Response {
    Refusal(Fault::new(
        FaultCode::Forbidden,
        "This request was sent by another site. Open the page here and repeat it.",
    ))
    .into_response()
}
