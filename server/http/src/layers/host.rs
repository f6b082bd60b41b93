//! The host decides what stands behind an address: the operators' portal, a tenant, the API, the public site.

use axum::{
    extract::{Request, State},
    http::{header, uri::Authority},
    middleware::Next,
    response::Response,
};
use contract::{Fault, FaultCode};
use domain::{Host, Site};

use crate::{Http, Refusal};

pub(super) async fn resolve(
    State(http): State<Http>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let host = host(&request)?;
    let site = http.platform().resolve(&host).await?;
    if let Site::Tenant(tenant) = &site {
        tracing::Span::current().record("tenant", tenant.slug.as_str());
    }
    request.extensions_mut().insert(Host::of(&host));
    request.extensions_mut().insert(site);
    Ok(next.run(request).await)
}

/// The host that the client really asked for: HTTP/2 has it in the address, HTTP/1.1 in exactly one header.
/// Forwarded headers have no say (a client can write them).
fn host(request: &Request) -> Result<String, Fault> {
    let unclear = || {
        Fault::new(
            FaultCode::BadRequest,
            "Say in one Host header which site is meant.",
        )
    };
    if let Some(authority) = request.uri().authority() {
        return Ok(authority.as_str().to_owned());
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(unclear());
    };
    let host = host.to_str().map_err(|_| unclear())?;
    host.parse::<Authority>().map_err(|_| unclear())?;
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::HeaderValue};

    use super::*;

    fn asked(hosts: &[&'static str]) -> Result<String, Fault> {
        let mut request = Request::new(Body::empty());
        for value in hosts {
            request
                .headers_mut()
                .append(header::HOST, HeaderValue::from_static(value));
        }
        host(&request)
    }

    #[test]
    fn one_well_formed_host_is_taken_as_it_is() {
        assert_eq!(
            asked(&["acme.example.test:8080"]).unwrap(),
            "acme.example.test:8080"
        );
    }

    #[test]
    fn none_two_or_a_malformed_one_is_refused() {
        for hosts in [
            &[][..],
            &["a.test", "b.test"],
            &["a.test, b.test"],
            &["a b"],
            &["a/b"],
            &[""],
        ] {
            assert_eq!(
                asked(hosts).unwrap_err().code,
                FaultCode::BadRequest,
                "{hosts:?}"
            );
        }
    }
}
