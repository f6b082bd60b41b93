//! The routes of the JSON API, one file a noun. A handler parses nothing, decides nothing and catches nothing: it
//! calls one method of a desk and says in which form the answer goes out.

mod account;
mod api_keys;
mod approvals;
mod audit;
mod auth;
mod branding;
mod companies;
mod config;
mod customers;
mod factor_rule;
mod health;
mod idempotency;
mod isolation;
mod logo;
mod mails;
mod me;
mod modules;
mod onboarding;
mod plans;
mod professionals;
mod receivers;
mod referrals;
mod retention;
mod roles;
mod servers;
mod services;
mod sheets;
mod templates;
mod tenants;
mod users;
mod visits;

use axum::{Router, middleware::from_fn_with_state, routing::get};
use utoipa_axum::router::OpenApiRouter;

pub use health::health;

use crate::{Http, Refusal, openapi, problem::nothing_here};

/// The API with its documents. Wants [`crate::protect`] around it.
pub fn api(http: &Http) -> Router {
    let (routes, _) = documented().split_for_parts();
    routes
        // Names that the tenants had before the path carried a version.
        .nest("/api/admin/tenants", tenants::routes().into())
        .nest("/api/tenants", tenants::routes().into())
        .route("/api/openapi.json", get(openapi::json))
        .route("/api/docs", get(openapi::page))
        .route("/api/{*path}", axum::routing::any(nowhere))
        .layer(from_fn_with_state(http.clone(), idempotency::answer_once))
        .with_state(http.clone())
}

/// Every operation with its description.
pub(crate) fn documented() -> OpenApiRouter<Http> {
    OpenApiRouter::with_openapi(openapi::frame())
        .nest("/api/v1/auth", auth::routes())
        .nest("/.well-known/jwks.json", auth::key_set())
        .nest("/api/v1/me", me::routes())
        .nest("/api/v1/me/sessions", account::sessions())
        .nest("/api/v1/me/password", account::password())
        .nest("/api/v1/me/second-factor", account::second_factor())
        .nest("/api/v1/audit", audit::routes())
        .nest("/api/v1/admin/tenants", tenants::routes())
        .nest("/api/v1/admin/tenant-counts", tenants::counts())
        .nest("/api/v1/admin/approvals", approvals::routes())
        .nest("/api/v1/admin/templates", templates::routes())
        .nest("/api/v1/admin/plans", plans::routes())
        .nest("/api/v1/admin/mails", mails::routes())
        .nest("/api/v1/admin/servers", servers::routes())
        .nest("/api/v1/admin/isolation/runs", isolation::routes())
        .nest("/api/v1/tenant/config", config::routes())
        .nest("/api/v1/tenant/branding", branding::routes())
        .nest("/api/v1/tenant/branding/logo", logo::routes())
        .nest("/api/v1/tenant/retention", retention::routes())
        .nest("/api/v1/tenant/log-receiver", receivers::routes())
        .nest("/api/v1/tenant/modules", modules::routes())
        .nest("/api/v1/tenant/checklist", onboarding::routes())
        .nest("/api/v1/visits", visits::of_tenant())
        .nest("/api/v1/api-keys", api_keys::routes())
        .nest("/api/v1/second-factors", factor_rule::routes())
        .nest("/api/v1/users", users::routes())
        .nest("/api/v1/roles", roles::routes())
        .nest("/api/v1/companies", companies::routes())
        .nest("/api/v1/customers", customers::routes())
        .nest("/api/v1/professionals", professionals::routes())
        .nest("/api/v1/services", services::routes())
        .nest("/api/v1/service-categories", services::categories())
        .nest("/api/v1/referrals", referrals::routes())
}

async fn nowhere() -> Refusal {
    Refusal(nothing_here())
}
