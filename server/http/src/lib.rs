//! The JSON API, sign-in, health, OpenAPI, and the guard before every route.
//!
//! This room may name axum and call what `domain` hands out; it holds no rule and no SQL, and knows no page. The
//! root gives it the routes of the pages, and [`protect`] puts the same layers around everything: whoever adds a
//! route cannot forget one.
//!
//! ```no_run
//! # fn compose(platform: domain::Platform, pages: axum::Router) -> axum::Router {
//! use http_api::{Http, HttpSettings, api, health, open_to_all, protect};
//!
//! let http = Http::new(platform, HttpSettings::default());
//! open_to_all(&http, health(&http)).merge(protect(&http, api(&http).merge(pages)))
//! # }
//! ```

pub mod account;
mod api;
mod area;
pub mod door;
mod extract;
pub mod guard;
mod layers;
mod logo;
mod openapi;
mod plain;
mod problem;
mod respond;
pub mod session;
mod settings;
mod wire;

pub use api::{api, health};
pub use area::{Area, SIGN_IN};
pub use layers::{open_to_all, protect};
pub use logo::logo;
pub use openapi::document;
pub use problem::Refusal;
pub use settings::{Http, HttpSettings};
