//! Connections: accepted, spoken HTTP/1.1 on, and ended in order.
//!
//! `axum::serve` cannot be told how long the header of a request may take: somebody who sends it a byte a minute would
//! hold a connection for as long as they like, and a few thousand of those all that the process may open.

use std::{future::Future, pin::pin, time::Duration};

use axum::{
    Router,
    extract::ConnectInfo,
    http::Request,
    serve::{Listener, ListenerExt},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpListener;
use tower::Service;

/// How long the header of a request may take to arrive; a connection that asks for nothing is kept as long.
pub(crate) const HEADER_PATIENCE: Duration = Duration::from_secs(30);

/// Answers until `stop` is over, and then those who have asked already.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    header_patience: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut listener = listener.tap_io(|stream| {
        // Without it a short answer waits for the acknowledgement of the one before.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    // Routes become services here instead of once a request.
    let router = router.with_state(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(header_patience);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let router = router.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), answer);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // Cut off, no HTTP, or too slow: nobody is left who could be told.
            if let Err(error) = connection.await {
                tracing::debug!(%error, %peer, "connection");
            }
        });
    }
    // Whoever comes now is refused at once instead of waiting for an answer that never comes.
    drop(listener);
    connections.shutdown().await;
}
