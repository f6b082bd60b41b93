//! Who asks: a bearer token on the API, or the browser session of this host.

use axum::http::{HeaderMap, header, request::Parts};
use contract::{Fault, FaultCode};
use domain::{Signed, Site};
use store::Caller;
use tower_sessions::Session;

use crate::{Area, Http, problem::single_header};

const TENANT_HEADER: &str = "x-tenant-id";

/// Somebody, nobody, or a fault for an identity that does not belong here.
pub(super) async fn identify(
    http: &Http,
    site: &Site,
    area: Area,
    request: &Parts,
) -> Result<Option<Signed>, Fault> {
    let caller = caller(request);
    let platform = http.platform();
    if area == Area::Api {
        let tenant = tenant_header(&request.headers)?;
        if let Some(token) = bearer(&request.headers)? {
            return platform.bearer(site, tenant, token, caller).await.map(Some);
        }
        // Host and header that disagree are refused whoever asks.
        platform.api_site(site, tenant).await?;
    }
    match request.extensions.get::<Session>().and_then(Session::id) {
        Some(session) if !matches!(site, Site::Public | Site::Api) => {
            platform.resume(site, &session.to_string(), caller).await
        }
        _ => Ok(None),
    }
}

/// Where the request came from.
pub(super) fn caller(request: &Parts) -> Caller {
    let caller = request.extensions.get::<Caller>();
    caller.cloned().unwrap_or_default()
}

/// The token of an `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    let Some(value) = single_header(headers, header::AUTHORIZATION.as_str())? else {
        return Ok(None);
    };
    match value.split_once(' ') {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() =>
        {
            Ok(Some(token.trim()))
        }
        _ => Err(Fault::new(
            FaultCode::Unauthenticated,
            "Authorize with a bearer token.",
        )),
    }
}

/// The tenant that an API call names by id or slug.
pub(crate) fn tenant_header(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    let value = single_header(headers, TENANT_HEADER)?;
    let is_one = |value: &str| {
        (1..=64).contains(&value.len())
            && value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    match value {
        Some(value) if !is_one(value) => Err(Fault::new(
            FaultCode::BadRequest,
            "X-Tenant-ID takes the id or the slug of one tenant.",
        )),
        value => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(name: &'static str, values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        headers
    }

    #[test]
    fn one_tenant_is_named_or_none() {
        let named = |values: &[&'static str]| {
            tenant_header(&headers(TENANT_HEADER, values))
                .map(|name| name.map(str::to_owned))
                .map_err(|fault| fault.code)
        };
        assert_eq!(named(&[]), Ok(None));
        assert_eq!(named(&["acme"]), Ok(Some("acme".into())));
        for bad in [
            &["acme", "luna"][..],
            &["acme,luna"],
            &["acme, luna"],
            &[""],
            &["a b"],
            &["../acme"],
        ] {
            assert_eq!(named(bad), Err(FaultCode::BadRequest), "{bad:?}");
        }
    }

    #[test]
    fn only_bearer_tokens_authorize() {
        let token = |values: &[&'static str]| {
            bearer(&headers("authorization", values))
                .map(|token| token.map(str::to_owned))
                .map_err(|fault| fault.code)
        };
        assert_eq!(token(&[]), Ok(None));
        assert_eq!(token(&["Bearer abc"]), Ok(Some("abc".into())));
        assert_eq!(token(&["bearer abc"]), Ok(Some("abc".into())));
        for bad in [&["Basic abc"][..], &["Bearer"], &["Bearer "], &["abc"]] {
            assert_eq!(token(bad), Err(FaultCode::Unauthenticated), "{bad:?}");
        }
        assert_eq!(token(&["Bearer a", "Bearer b"]), Err(FaultCode::BadRequest));
    }
}
