//! A page for a refusal that no portal is around: no script, no file, no name of the tenant.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use contract::Fault;
use sha2::{Digest, Sha256};

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0;min-height:100vh;display:grid;place-content:center;text-align:center;padding:1rem}\
h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0 0 .5rem;max-width:32rem}small{opacity:.7}";

/// The style is allowed by its hash, so the page needs no nonce.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&policy).ok()
});

/// The page of a refusal.
pub(crate) fn page(status: StatusCode, fault: &Fault, request_id: Option<&str>) -> Response {
    let heading = heading(status);
    let sentence = escape(&fault.title);
    let reference = request_id
        .map(|id| format!("<p><small>Reference {}</small></p>", escape(id)))
        .unwrap_or_default();
    let mut response = (
        status,
        Html(format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{heading}</title><style>{STYLE}</style></head>\
             <body><main><h1>{heading}</h1><p>{sentence}</p>{reference}</main></body></html>"
        )),
    )
        .into_response();
    if let Some(policy) = POLICY.clone() {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn heading(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "You are signed out",
        403 => "No access",
        404 => "Not found",
        408 => "That took too long",
        413 => "Too large",
        429 => "Too many requests",
        503 => "Back in a moment",
        _ => "This did not work",
    }
}

/// Text as HTML, also inside a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut html, c| {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                other => html.push(other),
            }
            html
        })
}
