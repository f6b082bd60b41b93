//! An HTTP/1.1 client with one connection that is kept alive.

use std::{borrow::Cow, net::SocketAddr};

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::net::TcpStream;

/// A request that can be sent any number of times.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Ask {
    pub(crate) fn get(host: &str, path: &str) -> Result<Self> {
        Self::new(Method::GET, host, path, Bytes::new())
    }

    pub(crate) fn post(host: &str, path: &str, body: &Value) -> Result<Self> {
        Self::new(Method::POST, host, path, body.to_string().into())?
            .header(header::CONTENT_TYPE, "application/json")
    }

    /// A form as a browser without scripts sends it, from a page of the same host.
    pub(crate) fn form(host: &str, path: &str, fields: String) -> Result<Self> {
        Self::new(Method::POST, host, path, fields.into())?
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")?
            .header(header::ACCEPT, "text/html")?
            .header(header::ORIGIN, &format!("http://{host}"))
    }

    fn new(method: Method, host: &str, path: &str, body: Bytes) -> Result<Self> {
        let ask = Self {
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body,
        };
        ask.header(header::HOST, host)
    }

    pub(crate) fn bearer(self, token: &str) -> Result<Self> {
        self.header(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    pub(crate) fn cookie(self, cookie: &str) -> Result<Self> {
        self.header(header::ACCEPT, "text/html")?
            .header(header::COOKIE, cookie)
    }

    fn header(mut self, name: HeaderName, value: &str) -> Result<Self> {
        self.headers.insert(name, HeaderValue::from_str(value)?);
        Ok(self)
    }

    fn request(&self) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::new(Full::new(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.path.parse()?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }
}

/// What came back, to its last byte.
pub(crate) struct Reply {
    status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Fails with what came back, unless it is this status.
    pub(crate) fn expect(self, status: u16) -> Result<Self> {
        ensure!(
            self.status.as_u16() == status,
            "answered {} in place of {status}: {}",
            self.status,
            self.text()
        );
        Ok(self)
    }

    /// Fails with what came back, unless it is some kind of success.
    pub(crate) fn succeeded(self) -> Result<Self> {
        ensure!(
            self.status.is_success(),
            "answered {}: {}",
            self.status,
            self.text()
        );
        Ok(self)
    }

    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).context("the answer is not the JSON that was expected")
    }
}

/// A connection that is kept alive.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    pub(crate) async fn send(&mut self, ask: &Ask) -> Result<Reply> {
        self.sender.ready().await?;
        let response = self.sender.send_request(ask.request()?).await?;
        let (parts, body) = response.into_parts();
        Ok(Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }
}

/// Sends one request over a connection of its own.
pub(crate) async fn send(address: SocketAddr, ask: &Ask) -> Result<Reply> {
    Connection::open(address).await?.send(ask).await
}
