//! Connections by a real socket: who is slow is cut off, who has asked is answered.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::connections::serve;

const PATIENCE: Duration = Duration::from_millis(400);
/// Far more than anything here takes, on a busy machine as well.
const AT_LAST: Duration = Duration::from_secs(20);

/// A server of its own, and how to stop it.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/slow", get(slow));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(serve(listener, router, PATIENCE, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop,
            ended,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// Takes longer than a header may.
async fn slow() -> &'static str {
    sleep(PATIENCE * 3).await;
    "at last"
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let header = format!("GET {path} HTTP/1.1\r\nhost: a.test\r\n\r\n");
    stream.write_all(header.as_bytes()).await.unwrap();
}

/// What arrives until the text ends with this.
async fn answer(stream: &mut TcpStream, end: &str) -> String {
    let mut text = Vec::new();
    let reading = async {
        while !text.ends_with(end.as_bytes()) {
            text.push(stream.read_u8().await.expect("more of the answer"));
        }
    };
    timeout(AT_LAST, reading).await.expect("an answer");
    String::from_utf8(text).unwrap()
}

/// Waits until the server has closed the connection; how much it said before.
async fn closed(stream: &mut TcpStream) -> usize {
    let mut said = Vec::new();
    let reading = stream.read_to_end(&mut said);
    match timeout(AT_LAST, reading).await.expect("an end") {
        // A reset is an end as well: what was sent after it closed.
        Ok(_) | Err(_) => said.len(),
    }
}

#[tokio::test]
async fn a_header_that_does_not_end_ends_the_connection() {
    let server = Server::start().await;
    let (mut reading, mut writing) = server.connect().await.into_split();
    // A byte at a time, as somebody does who wants to look alive.
    let trickle = tokio::spawn(async move {
        let header = b"GET / HTTP/1.1\r\nhost: a.test\r\nx-slow: ";
        for byte in header.iter().chain(std::iter::repeat(&b'a')) {
            if writing.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(PATIENCE / 20).await;
        }
    });
    let mut said = Vec::new();
    let _ = timeout(AT_LAST, reading.read_to_end(&mut said))
        .await
        .expect("an end");
    assert!(said.is_empty(), "{}", String::from_utf8_lossy(&said));
    timeout(AT_LAST, trickle).await.unwrap().unwrap();

    // The twin: a header in two parts, in time.
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
    sleep(PATIENCE / 4).await;
    stream.write_all(b" a.test\r\n\r\n").await.unwrap();
    assert!(
        answer(&mut stream, "here")
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn a_connection_that_asks_for_nothing_is_closed() {
    let server = Server::start().await;
    let mut stream = server.connect().await;
    assert_eq!(closed(&mut stream).await, 0);

    let mut stream = server.connect().await;
    for _ in 0..3 {
        ask(&mut stream, "/").await;
        answer(&mut stream, "here").await;
        sleep(PATIENCE / 4).await;
    }
    assert_eq!(closed(&mut stream).await, 0);
}

/// The patience is for headers alone: an answer takes its time, and a stop waits for it.
#[tokio::test]
async fn who_has_asked_is_answered_before_the_end() {
    let server = Server::start().await;
    let mut idle = server.connect().await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/slow").await;
    sleep(PATIENCE / 4).await;
    server.stop.send(()).unwrap();
    let text = answer(&mut stream, "at last").await;
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert_eq!(closed(&mut stream).await, 0);
    assert_eq!(closed(&mut idle).await, 0);
    timeout(AT_LAST, server.ended).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
