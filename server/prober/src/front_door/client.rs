//! A client of one request at a time, which sends what no well-behaved client would.

use std::{net::SocketAddr, time::Duration};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    HeaderMap, Method, Request, Uri,
    body::Bytes,
    client::conn::http1::handshake,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// How long an answer may take, whole.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest body that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// How often a request is sent again that came too early, and how long that is waited for at the most.
const AGAIN: usize = 3;
const LONGEST_WAIT: u64 = 10;

/// A request that can be sent any number of times.
#[derive(Clone)]
pub(super) struct Ask {
    method: Method,
    target: String,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    /// Whether it is sent again where it came too early.
    is_patient: bool,
}

impl Ask {
    pub(super) fn new(method: Method, host: &str, target: &str) -> Self {
        Self {
            method,
            target: target.into(),
            headers: vec![
                ("host", host.into()),
                ("user-agent", "tenantry-prober".into()),
            ],
            body: Bytes::new(),
            is_patient: true,
        }
    }

    /// For what may well be refused because it comes too often.
    pub(super) fn impatient(mut self) -> Self {
        self.is_patient = false;
        self
    }

    pub(super) fn get(host: &str, target: &str) -> Self {
        Self::new(Method::GET, host, target)
    }

    pub(super) fn post(host: &str, target: &str, body: &Value) -> Self {
        Self::new(Method::POST, host, target).json(body)
    }

    pub(super) fn put(host: &str, target: &str, body: &Value) -> Self {
        Self::new(Method::PUT, host, target).json(body)
    }

    pub(super) fn delete(host: &str, target: &str) -> Self {
        Self::new(Method::DELETE, host, target)
    }

    fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into();
        self.header("content-type", "application/json")
    }

    /// A form as a browser without scripts sends it.
    pub(super) fn form(host: &str, target: &str, fields: String) -> Self {
        Self::fields(host, target, fields).header("accept", "text/html")
    }

    /// A function, called without arguments as our code in the browser does it.
    pub(super) fn call(host: &str, target: &str) -> Self {
        Self::fields(host, target, String::new()).header("accept", "application/json")
    }

    fn fields(host: &str, target: &str, fields: String) -> Self {
        let mut ask = Self::new(Method::POST, host, target);
        ask.body = fields.into();
        ask.header("content-type", "application/x-www-form-urlencoded")
    }

    /// Adds a header, beside those of the same name.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(super) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    fn request(&self) -> Option<Request<Full<Bytes>>> {
        let mut request = Request::new(Full::new(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.parse::<Uri>().ok()?;
        for (name, value) in &self.headers {
            let value = HeaderValue::from_str(value).ok()?;
            request
                .headers_mut()
                .append(HeaderName::from_static(name), value);
        }
        Some(request)
    }
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// Whether the word is anywhere in it.
    pub(super) fn tells(&self, word: &str) -> bool {
        let in_headers = self
            .headers
            .values()
            .any(|value| String::from_utf8_lossy(value.as_bytes()).contains(word));
        in_headers || self.body.contains(word)
    }

    /// Status and code, which hold no secret.
    pub(super) fn in_words(&self) -> String {
        match self.json()["code"].as_str() {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }
}

/// Sends a request over a connection of its own; once more where it came too early. The error is in words.
pub(super) async fn send(address: SocketAddr, ask: &Ask) -> Result<Reply, String> {
    let mut left = if ask.is_patient { AGAIN } else { 0 };
    loop {
        let reply = tokio::time::timeout(PATIENCE, exchange(address, ask))
            .await
            .map_err(|_| format!("No answer in {} seconds.", PATIENCE.as_secs()))??;
        if reply.status != 429 || left == 0 {
            return Ok(reply);
        }
        left -= 1;
        let wait = reply.headers.get(header::RETRY_AFTER);
        let wait = wait.and_then(|value| value.to_str().ok()?.parse().ok());
        tokio::time::sleep(Duration::from_secs(wait.unwrap_or(1).min(LONGEST_WAIT))).await;
    }
}

async fn exchange(address: SocketAddr, ask: &Ask) -> Result<Reply, String> {
    let broken = |error: &dyn std::fmt::Display| format!("No answer: {error}.");
    let request = ask.request().ok_or("This request cannot be written.")?;
    let stream = TcpStream::connect(address)
        .await
        .map_err(|error| broken(&error))?;
    let (mut sender, connection) = handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(&error))?;
    let connection = tokio::spawn(connection);
    let answered = async {
        let response = sender.send_request(request).await?;
        let (parts, body) = response.into_parts();
        Ok::<_, hyper::Error>((parts, body))
    };
    let (parts, body) = answered.await.map_err(|error| broken(&error))?;
    let body = Limited::new(body, LONGEST).collect().await;
    let body = body.map_err(|error| broken(&error))?.to_bytes();
    connection.abort();
    Ok(Reply {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
