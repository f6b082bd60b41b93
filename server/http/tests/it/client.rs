//! A request, word by word, and what came back.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::time::timeout;
use tower::ServiceExt;

/// How a caller says who it is.
#[derive(Debug, Clone)]
pub(crate) enum Identity {
    /// Not at all.
    Nobody,
    /// By the cookie of a browser session.
    Session(String),
    /// By an access token.
    Token(String),
}

/// A request that is being put together.
#[must_use = "a request does nothing until it is sent"]
pub(crate) struct Ask {
    request: Request<Body>,
}

impl Ask {
    /// A request of any method.
    pub(crate) fn new(method: Method, host: &str, path: &str) -> Self {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host);
        Self {
            request: request.body(Body::empty()).unwrap(),
        }
    }

    pub(crate) fn get(host: &str, path: &str) -> Self {
        Self::new(Method::GET, host, path)
    }

    pub(crate) fn post(host: &str, path: &str) -> Self {
        Self::new(Method::POST, host, path)
    }

    /// Adds a header, beside those of the same name.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).unwrap();
        self.request
            .headers_mut()
            .append(HeaderName::from_static(name), value);
        self
    }

    /// Signed in with a browser session.
    pub(crate) fn session(self, id: &str) -> Self {
        self.header("cookie", &format!("{}={id}", http_api::session::COOKIE))
    }

    /// Signed in with an access token.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Sent by somebody.
    pub(crate) fn by(self, identity: &Identity) -> Self {
        match identity {
            Identity::Nobody => self,
            Identity::Session(id) => self.session(id),
            Identity::Token(token) => self.bearer(token),
        }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn body(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self.header("content-type", media_type)
    }

    pub(crate) async fn send(self, router: &Router) -> Reply {
        let response = router.clone().oneshot(self.request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: read(body).await,
        }
    }
}

/// The whole of an answer. One that goes on for as long as somebody listens is whole when nothing more comes.
async fn read(body: Body) -> Bytes {
    let mut chunks = body.into_data_stream();
    let mut whole = Vec::new();
    while let Ok(Some(chunk)) = timeout(Duration::from_secs(2), chunks.next()).await {
        whole.extend_from_slice(&chunk.unwrap());
    }
    whole.into()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Fails with everything that came back, unless it is this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{:?} {}",
            self.headers,
            self.text()
        );
        self
    }

    /// Fails unless it is a problem with this status and code.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u16, code: &str) -> Value {
        let reply = self.expect(status);
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json")
        );
        let problem = reply.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        problem
    }
}
