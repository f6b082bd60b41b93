//! Where requests go, and where they do not.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod places;
mod ways;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use outbound::{Client, Names};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Answers of a resolver, one after the other; the last one for ever.
pub(crate) struct Told(Mutex<Vec<Vec<IpAddr>>>);

impl Told {
    pub(crate) fn these(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|ip| ip.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(parse).collect())))
    }

    pub(crate) fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

#[async_trait]
impl Names for Told {
    async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().unwrap();
        if answers.len() > 1 {
            Ok(answers.remove(0))
        } else {
            Ok(answers.first().cloned().unwrap_or_default())
        }
    }
}

pub(crate) fn client(allowed: &[&str], names: &Arc<Told>) -> Client {
    let allowed = allowed.iter().map(|net| net.parse().unwrap()).collect();
    let names: Arc<dyn Names> = names.clone();
    Client::with(allowed, names, Duration::from_secs(5)).unwrap()
}

/// A server that says one thing, and keeps what it was asked.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn at(ip: &str, answer: String) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let read = connection.read(&mut request).await.unwrap_or_default();
                let text = String::from_utf8_lossy(&request[..read]).into_owned();
                keep.lock().unwrap().push(text);
                // Whoever asked may be gone.
                let _ = connection.write_all(answer.as_bytes()).await;
            }
        });
        Self { address, heard }
    }

    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

pub(crate) fn ok() -> String {
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nset-cookie: a=b\r\n\r\n".into()
}
