//! Joins routes, pages and files, and serves them.

use std::{path::Path, time::Duration};

use anyhow::Result;
use axum::{
    Router,
    routing::{get, post},
};
use cli::Serving;
use domain::Platform;
use http_api::{Http, HttpSettings, api, health, logo, open_to_all, protect};
use leptos_axum::LeptosRoutes;
use tokio::sync::watch;

use crate::{
    assets,
    connections::{self, HEADER_PATIENCE},
    functions, pages,
    pages::Pages,
};

/// Requests under way when the server is told to stop get this long to end.
const LAST_CALL: Duration = Duration::from_secs(10);

/// Serves until told to stop.
pub(crate) async fn serve(serving: Serving) -> Result<()> {
    let settings = HttpSettings {
        signed_per_minute: serving.requests_per_minute,
        anonymous_per_minute: serving.anonymous_requests_per_minute,
        trusted_proxies: serving.trusted_proxies,
        ..HttpSettings::default()
    };
    let router = router(serving.platform, settings, &serving.site);
    let stop = told(serving.shutdown.clone());
    let server = connections::serve(serving.listener, router, HEADER_PATIENCE, stop);
    tokio::select! {
        () = server => {}
        // An open stream of events must not keep the process.
        () = async { told(serving.shutdown).await; tokio::time::sleep(LAST_CALL).await } => {}
    }
    Ok(())
}

async fn told(mut shutdown: watch::Receiver<bool>) {
    // Fails when nobody is left who could tell: then it is time, too.
    let _ = shutdown.wait_for(|stop| *stop).await;
}

/// Everything that answers. Whatever is added inside of `protect` has the guard before it.
pub(crate) fn router(platform: Platform, settings: HttpSettings, site: &Path) -> Router {
    let http = Http::new(platform.clone(), settings);
    let pages = Pages::new(platform, site);
    // Once, and before anything is served: it keeps every resource from loading meanwhile.
    let paths = leptos_axum::generate_route_list(app::AllRoutes);
    let guarded = Router::new()
        .leptos_routes_with_handler(paths, pages::show)
        .route("/fn/{*path}", post(functions::call))
        .fallback(get(pages::show))
        .with_state(pages)
        .merge(api(&http))
        .merge(logo(&http));
    open_to_all(&http, health(&http).merge(assets::routes(site))).merge(protect(&http, guarded))
}
