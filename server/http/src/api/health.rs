//! Health, for whoever runs the platform. Answered on every host, before anything that needs the database.

use axum::{
    Router,
    extract::State,
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::Platform;

use crate::{Http, Refusal, problem};

/// `/healthz`: the process answers. `/readyz`: it can do its work. Stands outside of [`crate::protect`].
pub fn health(http: &Http) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .layer(from_fn(problem::render))
        .with_state(http.clone())
}

async fn ready(State(platform): State<Platform>) -> Result<Response, Refusal> {
    platform.ready().await?;
    Ok("ready\n".into_response())
}
