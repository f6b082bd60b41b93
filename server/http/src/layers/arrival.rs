//! A request arrives: it gets an id, a caller and a span, and its end is logged.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header::USER_AGENT},
    middleware::Next,
    response::Response,
};
use store::Caller;
use tower_http::request_id::{MakeRequestId, MakeRequestUuid};
use tracing::{Instrument, field::Empty};

use crate::Http;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: &str = "x-forwarded-for";

pub(super) async fn receive(
    State(http): State<Http>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request_id(&request);
    let caller = Caller {
        ip: client_address(&request, &http.settings().trusted_proxies),
        request_id: id
            .as_ref()
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned),
        agent: agent(&request),
        session: None,
        api_key: None,
        proved_at: None,
    };
    let span = tracing::info_span!(
        "request",
        id = caller.request_id.as_deref(),
        method = %request.method(),
        path = loggable(request.uri().path()),
        tenant = Empty,
    );
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(span.clone());
    let started = Instant::now();
    async move {
        let mut response = next.run(request).await;
        tracing::info!(
            status = response.status().as_u16(),
            took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        if let Some(id) = id {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}

/// What the browser or program calls itself; as much of it as anybody wants to read.
fn agent(request: &Request) -> Option<String> {
    const LONGEST: usize = 300;
    let agent = request.headers().get(USER_AGENT)?.to_str().ok()?;
    // Printable ASCII, so every byte is a character.
    Some(agent.get(..LONGEST).unwrap_or(agent).to_owned())
}

/// The caller's own id if it is a short token, which cannot forge a log line, else a new one.
fn request_id(request: &Request) -> Option<HeaderValue> {
    let is_token = |id: &HeaderValue| {
        (1..=64).contains(&id.len())
            && id
                .as_bytes()
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
    };
    let given = request
        .headers()
        .get(REQUEST_ID)
        .filter(|id| is_token(id))
        .cloned();
    given.or_else(|| {
        Some(
            MakeRequestUuid
                .make_request_id(request)?
                .into_header_value(),
        )
    })
}

/// The address of the connection; behind a listed proxy, the last address that no listed proxy has.
fn client_address(request: &Request, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let peer = peer.ip().to_canonical();
    if !proxies.contains(&peer) {
        return Some(peer);
    }
    let hops = forwarded_for(request.headers());
    Some(
        hops.into_iter()
            .rev()
            .find(|hop| !proxies.contains(hop))
            .unwrap_or(peer),
    )
}

/// Stops at the first entry that is no address, counted from the end: what is before it, nobody vouches for.
fn forwarded_for(headers: &HeaderMap) -> Vec<IpAddr> {
    let entries: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut hops: Vec<IpAddr> = entries
        .iter()
        .rev()
        .map_while(|entry| entry.trim().parse().ok())
        .collect();
    hops.reverse();
    hops
}

/// The token in the path of a mailed link lets its holder in, so the log does not get it.
fn loggable(path: &str) -> &str {
    if path.starts_with("/link/") {
        "/link/…"
    } else if path.starts_with("/visit/") {
        "/visit/…"
    } else {
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&'static str]) -> Request {
        let mut request = Request::new(axum::body::Body::empty());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for value in forwarded {
            request
                .headers_mut()
                .append(FORWARDED_FOR, HeaderValue::from_static(value));
        }
        request
    }

    #[test]
    fn only_listed_proxies_speak_for_others() {
        let proxies: [IpAddr; 2] = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let address = |peer: &str, forwarded: &[&'static str]| {
            client_address(&from(peer, forwarded), &proxies)
                .unwrap()
                .to_string()
        };
        assert_eq!(address("192.0.2.7:1", &["198.51.100.1"]), "192.0.2.7");
        assert_eq!(address("10.0.0.1:1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            address("10.0.0.1:1", &["203.0.113.9, 198.51.100.1, 10.0.0.2"]),
            "198.51.100.1"
        );
        assert_eq!(
            address("10.0.0.1:1", &["203.0.113.9", "198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(
            address("10.0.0.1:1", &["203.0.113.9, rubbish, 10.0.0.2"]),
            "10.0.0.1"
        );
        assert_eq!(address("10.0.0.1:1", &[]), "10.0.0.1");
        assert_eq!(address("[::ffff:192.0.2.7]:1", &[]), "192.0.2.7");
    }

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        let id = |given: &'static str| {
            let mut request = from("192.0.2.7:1", &[]);
            request
                .headers_mut()
                .insert(REQUEST_ID, HeaderValue::from_static(given));
            request_id(&request).unwrap()
        };
        assert_eq!(id("abc-DEF_123"), "abc-DEF_123");
        for forged in ["", "a b", "{\"level\":\"info\"}", "a;b", "ab\tc"] {
            assert_ne!(id(forged), forged, "{forged}");
        }
    }

    #[test]
    fn a_mailed_token_stays_out_of_the_log() {
        assert_eq!(loggable("/link/secret"), "/link/…");
        assert_eq!(loggable("/visit/secret"), "/visit/…");
        assert_eq!(loggable("/customers"), "/customers");
    }
}
