//! The guard: who asks, and whether that address is for them. It stands before everything, server functions
//! included, because every function of the program is mounted on every host.

mod identity;
mod rule;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use contract::{Fault, FaultCode};
use domain::{Signed, Site};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::Span;

pub(crate) use identity::tenant_header;
pub use rule::{Rule, rule};

use crate::{Area, Http, Refusal, SIGN_IN, session};

pub(crate) async fn admit(State(http): State<Http>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let area = Area::of(parts.uri.path());
    let ip = identity::caller(&parts).ip;
    if let Some(response) = http.limiter().refuse_shut_out(ip) {
        return response;
    }
    match recognise(&http, area, &parts).await {
        Ok(Some(signed)) if signed.owes_factor() && area == Area::Page && !is_open(&parts) => {
            return Redirect::to(ACCOUNT).into_response();
        }
        Ok(Some(signed)) => {
            name_tenant(&parts, &signed);
            parts.extensions.insert::<Signed>(signed);
        }
        Ok(None) => {}
        Err(fault) if fault.code == FaultCode::Unauthenticated && area == Area::Page => {
            let wanted = parts
                .uri
                .path_and_query()
                .map_or("/", |wanted| wanted.as_str());
            return Redirect::to(&sign_in_address(wanted)).into_response();
        }
        Err(fault) => {
            // Nobody is to blame for a database that is away.
            if !matches!(fault.code, FaultCode::Unavailable | FaultCode::Internal) {
                http.limiter().note_refusal(ip);
            }
            return refuse(fault, area);
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// The page where somebody gives their account what it owes.
const ACCOUNT: &str = "/account";

/// Whether a page is there for whoever owes a second factor: the doors, and what leads to having one.
fn is_open(request: &Parts) -> bool {
    let path = request.uri.path();
    let site = request.extensions.get::<Site>();
    let is_door = site.is_some_and(|site| rule(site, path) == Ok(Rule::Anybody));
    is_door || path == ACCOUNT || path == "/confirm"
}

/// Every line of the request's log carries the tenant, also where the host did not tell (ISO-6).
fn name_tenant(request: &Parts, signed: &Signed) {
    if let (Some(span), Signed::Tenant(desk)) = (request.extensions.get::<Span>(), signed) {
        span.record("tenant", desk.scope().tenant().slug.as_str());
    }
}

/// Whoever asks, if the address is for them.
async fn recognise(http: &Http, area: Area, request: &Parts) -> Result<Option<Signed>, Fault> {
    let site = request
        .extensions
        .get::<Site>()
        .ok_or_else(Fault::internal)?;
    let rule = rule(site, request.uri.path())?;
    if rule == Rule::Anybody && area == Area::Api {
        // Who asks for a new token may well send the old one along.
        return Ok(None);
    }
    let signed = identity::identify(http, site, area, request).await?;
    if let Err(fault) = rule.allows(signed.as_ref()) {
        if let Some(signed) = &signed {
            let caller = identity::caller(request);
            http.platform().record_trespass(signed, &caller).await?;
        }
        return Err(fault);
    }
    Ok(signed)
}

/// A browser that holds the session of another place (a domain that changed hands) is told to drop it.
fn refuse(fault: Fault, area: Area) -> Response {
    let is_foreign_session = fault.code == FaultCode::CrossTenant && area != Area::Api;
    let mut response = Refusal(fault).into_response();
    if is_foreign_session {
        response.headers_mut().append(
            header::SET_COOKIE,
            HeaderValue::from_static(session::FORGET),
        );
    }
    response
}

/// The sign-in page that leads back to a path of this host.
pub(crate) fn sign_in_address(wanted: &str) -> String {
    if wanted == "/" {
        return SIGN_IN.to_owned();
    }
    format!(
        "{SIGN_IN}?next={}",
        utf8_percent_encode(wanted, NON_ALPHANUMERIC)
    )
}

/// Path and query of the page that a form was on, if it was a page of this host.
pub fn came_from(headers: &HeaderMap) -> Option<String> {
    let referer: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let is_ours = referer.authority()?.as_str().eq_ignore_ascii_case(host);
    is_ours.then(|| {
        referer
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referer(host: &'static str, referer: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        headers.insert(header::REFERER, HeaderValue::from_static(referer));
        came_from(&headers)
    }

    #[test]
    fn a_form_goes_back_to_a_page_of_its_own_host_only() {
        let host = "acme.localhost:8080";
        assert_eq!(
            referer(host, "http://acme.localhost:8080/a?b=c").as_deref(),
            Some("/a?b=c")
        );
        assert_eq!(
            referer(host, "http://acme.localhost:8080").as_deref(),
            Some("/")
        );
        for foreign in [
            "https://evil.test/a",
            "http://acme.localhost:9/a",
            "/a",
            "",
            "http://acme.localhost:8080@evil.test/",
        ] {
            assert_eq!(referer(host, foreign), None, "{foreign}");
        }
        assert_eq!(came_from(&HeaderMap::new()), None);
    }

    #[test]
    fn the_way_back_is_one_value_of_the_query() {
        assert_eq!(sign_in_address("/"), "/sign-in");
        assert_eq!(
            sign_in_address("/a?b=c&d"),
            "/sign-in?next=%2Fa%3Fb%3Dc%26d"
        );
    }
}
