//! A plane with the whole product in front of it.

use std::{net::SocketAddr, num::NonZeroU32, path::Path};

use axum::Router;
use contract::acts::OperatorRole;
use http_api::HttpSettings;
use testkit::Plane;
use tokio::net::TcpListener;

use super::client::{Ask, Reply};
use crate::connections::{HEADER_PATIENCE, serve};

pub(super) const OPERATOR: &str = "admin.tenantry.test";
pub(super) const PUBLIC: &str = "tenantry.test";

/// A plane with the whole product in front of it.
pub(super) struct Web {
    pub(super) plane: Plane,
    router: Router,
}

impl Web {
    /// Without files: pages do not need any to be rendered.
    pub(super) async fn new() -> Self {
        Self::with_site(Path::new("no such folder")).await
    }

    /// The same, for somebody who is refused more often than anybody may be.
    pub(super) async fn patient() -> Self {
        let settings = HttpSettings {
            signed_per_minute: NonZeroU32::MAX,
            anonymous_per_minute: NonZeroU32::MAX,
            ..HttpSettings::default()
        };
        Self::with(settings, Path::new("no such folder")).await
    }

    pub(super) async fn with_site(site: &Path) -> Self {
        Self::with(HttpSettings::default(), site).await
    }

    async fn with(settings: HttpSettings, site: &Path) -> Self {
        let plane = Plane::new().await;
        let router = crate::compose::router(plane.platform().clone(), settings, site);
        Self { plane, router }
    }

    /// Serves at an address of its own, for as long as the test runs.
    pub(super) async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(serve(
            listener,
            router,
            HEADER_PATIENCE,
            std::future::pending(),
        ));
        address
    }

    pub(super) async fn send(&self, ask: Ask) -> Reply {
        ask.send(&self.router).await
    }

    /// The browser session of an operator who may do everything.
    pub(super) async fn operator(&self) -> String {
        self.plane.operator_session(OperatorRole::Owner).await
    }
}

/// A server function, called as our code in the browser calls it.
pub(super) fn call(host: &str, path: &str, arguments: &str) -> Ask {
    Ask::post(host, path)
        .header("accept", "application/json")
        .header("origin", &format!("https://{host}"))
        .header("referer", &format!("https://{host}/somewhere"))
        .body("application/x-www-form-urlencoded", arguments.to_owned())
}

/// A form that was sent without our code, from a page of the host.
pub(super) fn form(host: &str, page: &str, path: &str, fields: &str) -> Ask {
    form_from(&format!("https://{host}{page}"), host, path, fields)
}

/// The same from any page.
pub(super) fn form_from(referer: &str, host: &str, path: &str, fields: &str) -> Ask {
    Ask::post(host, path)
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("origin", &format!("https://{host}"))
        .header("sec-fetch-site", "same-origin")
        .header("referer", referer)
        .body("application/x-www-form-urlencoded", fields.to_owned())
}

impl Reply {
    /// The session that the answer gives to the browser.
    pub(super) fn session(&self) -> Option<String> {
        let cookie = self
            .header("set-cookie")?
            .strip_prefix("__Host-tenantry=")?;
        Some(cookie.split(';').next()?.to_owned())
    }
}
