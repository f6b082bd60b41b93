//! Health, for whoever runs the platform. Answered on every host, before anything that needs the database.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::Platform;

use crate::{Http, Refusal};

/// `/healthz`: the process answers. `/readyz`: it can do its work. Wants [`crate::open_to_all`] around it: whoever
/// asks may know no host of ours.
pub fn health(http: &Http) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(http.clone())
}

async fn ready(State(platform): State<Platform>) -> Result<Response, Refusal> {
    platform.ready().await?;
    Ok("ready\n".into_response())
}
