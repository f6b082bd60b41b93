//! A plane with the API in front of it.

use axum::{
    Router,
    routing::{get, post},
};
use contract::acts::OperatorRole;
use http_api::{Http, HttpSettings, api, health, open_to_all, protect};
use testkit::{Plane, TenantPlane};

use crate::client::{Ask, Reply};

pub(crate) const OPERATOR: &str = "admin.tenantry.test";
pub(crate) const API: &str = "api.tenantry.test";
pub(crate) const PUBLIC: &str = "tenantry.test";

/// A plane with the API in front of it.
pub(crate) struct Web {
    pub(crate) plane: Plane,
    pub(crate) router: Router,
}

impl Web {
    pub(crate) async fn new() -> Self {
        Self::with(HttpSettings::default()).await
    }

    pub(crate) async fn with(settings: HttpSettings) -> Self {
        Self::before(Plane::new().await, settings)
    }

    /// The API in front of a plane of one's own.
    pub(crate) fn before(plane: Plane, settings: HttpSettings) -> Self {
        let http = Http::new(plane.platform().clone(), settings);
        // Stands where the pages stand in the whole.
        let pages = Router::new()
            .route("/fn/door/panics", post(panics))
            .route("/link/panics", get(panics))
            .route("/link/hangs", get(std::future::pending::<()>))
            .fallback(async || "a page");
        let router =
            open_to_all(&http, health(&http)).merge(protect(&http, api(&http).merge(pages)));
        Self { plane, router }
    }

    pub(crate) async fn send(&self, ask: Ask) -> Reply {
        ask.send(&self.router).await
    }

    /// An access token of the tenant's owner.
    pub(crate) async fn owner_token(&self, tenant: &TenantPlane) -> String {
        tenant.tokens(&tenant.email("owner")).await.access_token
    }

    /// The browser session of an operator who may do everything.
    pub(crate) async fn operator(&self) -> String {
        self.plane.operator_session(OperatorRole::Owner).await
    }
}

async fn panics() {
    panic!("a secret of ours");
}
