//! The least that a web server can do for the list: one axum route around the SQL by hand.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use anyhow::Result;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
    serve::ListenerExt,
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    by_hand::{Hand, Page},
    client::Ask,
};

/// A server in this process, until it is dropped.
pub(crate) struct BareRoute {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for BareRoute {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves the lists of these hands, and gives a request for each.
pub(crate) async fn serve(hands: &Arc<[Hand]>) -> Result<(BareRoute, Vec<Ask>)> {
    let router = Router::new()
        .route("/{number}", get(list))
        .with_state(hands.clone());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("warning: TCP_NODELAY: {error}");
        }
    });
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            eprintln!("warning: the bare route ended: {error}");
        }
    });
    let host = address.to_string();
    let asks = (0..hands.len()).map(|number| Ask::get(&host, &format!("/{number}")));
    Ok((BareRoute { address, task }, asks.collect::<Result<_>>()?))
}

async fn list(
    State(hands): State<Arc<[Hand]>>,
    Path(number): Path<usize>,
) -> Result<Json<Page>, StatusCode> {
    let hand = hands.get(number).ok_or(StatusCode::NOT_FOUND)?;
    let page = hand.list().await;
    page.map(Json)
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
