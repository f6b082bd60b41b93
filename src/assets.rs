//! The files of the site: scripts and styles under names that change with their content, and `public` as it is.

use std::{fs, future::ready, io, path::Path};

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware::map_response,
    response::Response,
};
use tower_http::services::{ServeDir, ServeFile};

/// A year is for ever, as far as caches go: another content has another name.
const HASHED: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A day, for a file that may change under its name.
const NAMED: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// The folder of the files with hashed names.
const PACKAGE: &str = "pkg";
/// A folder for the server alone.
const HASHES: &str = "hashes";

/// A route for each folder and file that the site has now.
pub(crate) fn routes(site: &Path) -> Router {
    list(site).unwrap_or_else(|error| {
        tracing::warn!(site = %site.display(), %error, "no browser half; `cargo xtask front` builds it");
        Router::new()
    })
}

fn list(site: &Path) -> io::Result<Router> {
    let package = ServeDir::new(site.join(PACKAGE)).precompressed_br();
    let package = Router::new().nest_service(&format!("/{PACKAGE}"), package);
    let mut public = Router::new();
    for entry in fs::read_dir(site)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == PACKAGE || name == HASHES {
            continue;
        }
        public = if path.is_dir() {
            public.nest_service(&format!("/{name}"), ServeDir::new(&path))
        } else {
            public.route_service(&format!("/{name}"), ServeFile::new(&path))
        };
    }
    Ok(kept(package, HASHED).merge(kept(public, NAMED)))
}

/// Lets caches keep what is there. A file that is missing may come.
fn kept(router: Router, how: HeaderValue) -> Router {
    router.layer(map_response(move |mut response: Response| {
        if response.status().is_success() {
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, how.clone());
        }
        ready(response)
    }))
}
