//! A PostgreSQL server at one remove: messages take a little longer, and each connection can be asked in what state
//! its client has left it, without the client knowing.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
};

/// How long a message to the server takes: enough for a client to be gone before the answer.
const LATENCY: Duration = Duration::from_millis(1);
/// The first message of a client that would like TLS: eight bytes, and a code that is no protocol version.
const TLS_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// What a connection is like while its client does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// `I` outside of a transaction, `T` inside one, `E` inside one that failed.
    pub transaction: char,
    /// What the question was answered with.
    pub answer: String,
}

struct Question {
    query: String,
    answer: oneshot::Sender<State>,
}

/// The wire: a port that leads to the server, and every connection made through it.
pub(crate) struct Wire {
    pub port: u16,
    is_cut: Arc<AtomicBool>,
    questions: Arc<Mutex<Vec<mpsc::Sender<Question>>>>,
}

impl Wire {
    pub(crate) async fn to(host: &str, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            port: listener.local_addr().unwrap().port(),
            is_cut: Arc::default(),
            questions: Arc::default(),
        };
        let (host, questions) = (host.to_owned(), Arc::clone(&wire.questions));
        let is_cut = Arc::clone(&wire.is_cut);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (ask, asked) = mpsc::channel(1);
                questions.lock().unwrap().push(ask);
                let server = TcpStream::connect((host.as_str(), port)).await.unwrap();
                // Either side may be gone at any time: that is what the wire is for.
                let is_cut = Arc::clone(&is_cut);
                tokio::spawn(async move { carry(client, server, asked, is_cut).await.ok() });
            }
        });
        wire
    }

    /// Loses whatever is sent to the server from here on, without a word, or carries it again.
    pub(crate) fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
    }

    /// Asks every connection that is still open.
    pub(crate) async fn ask_all(&self, query: &str) -> Vec<State> {
        let questions = self.questions.lock().unwrap().clone();
        let mut states = Vec::new();
        for connection in questions {
            let (answer, answered) = oneshot::channel();
            let query = query.to_owned();
            let asked = connection.send(Question { query, answer }).await;
            if asked.is_ok() {
                states.extend(answered.await);
            }
        }
        states
    }
}

async fn carry(
    mut client: TcpStream,
    mut server: TcpStream,
    mut asked: mpsc::Receiver<Question>,
    is_cut: Arc<AtomicBool>,
) -> io::Result<()> {
    let (mut from_client, mut from_server) = (vec![0; 65536], vec![0; 65536]);
    loop {
        tokio::select! {
            read = client.read(&mut from_client) => match read? {
                0 => return Ok(()),
                _ if is_cut.load(Ordering::SeqCst) => {}
                length if from_client[..length] == TLS_REQUEST => client.write_all(b"N").await?,
                length => {
                    tokio::time::sleep(LATENCY).await;
                    server.write_all(&from_client[..length]).await?;
                }
            },
            read = server.read(&mut from_server) => match read? {
                0 => return Ok(()),
                length => client.write_all(&from_server[..length]).await?,
            },
            Some(question) = asked.recv() => {
                let state = ask(&mut server, &question.query).await?;
                // Whoever asked may have lost patience.
                let _ = question.answer.send(state);
            }
        }
    }
}

/// The simple query protocol: a `Q` message, answered by rows (`D`) and, at the end, by the state (`Z`).
async fn ask(server: &mut TcpStream, query: &str) -> io::Result<State> {
    let length = u32::try_from(query.len() + 5).unwrap();
    let message = [b"Q", &length.to_be_bytes()[..], query.as_bytes(), b"\0"].concat();
    server.write_all(&message).await?;
    let mut answer = String::new();
    loop {
        let kind = server.read_u8().await?;
        let length = usize::try_from(server.read_u32().await?).unwrap();
        let mut body = vec![0; length - 4];
        server.read_exact(&mut body).await?;
        match kind {
            // One column: two bytes count the columns and four the value's length.
            b'D' => answer = String::from_utf8_lossy(&body[6..]).into_owned(),
            b'E' => answer = String::from_utf8_lossy(&body).into_owned(),
            b'Z' => {
                let transaction = char::from(body[0]);
                return Ok(State {
                    transaction,
                    answer,
                });
            }
            _ => {}
        }
    }
}
