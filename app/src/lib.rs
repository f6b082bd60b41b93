//! The whole of the pages: the HTML document, and one route tree for each kind of host.
//!
//! It may know the portals and what they share; it may not know the backend. Which tree a request
//! gets follows from its host alone: the root finds the [`Realm`](contract::door::Realm) and provides
//! it as a context. The browser's half takes the realm from the page, never from its own address.
//!
//! Server: `leptos_axum::generate_route_list(app::AllRoutes)` once, then render [`shell`] for every
//! route and as the fallback. Browser: `app::wake()`, in one of the two halves below `app/front`.
//!
//! Contexts that the root provides to every page:
//!
//! - `contract::door::Realm`: whose host it is; absent means the public site;
//! - [`StyleHref`]: where the style sheet is; `ui::Theme`: the look that the visitor chose;
//! - what `portal_kit` asks for: the access objects, `Redirect`, `SetStatus`, `SetNotice`, `Flash`.
#![expect(
    unreachable_pub,
    reason = "the builders that #[component] writes are public, also in private modules"
)]

mod app;
mod document;
mod not_found;
mod routes;
#[cfg(feature = "workspace")]
mod site;
#[cfg(feature = "hydrate")]
mod wake;

pub use app::App;
pub use document::{StyleHref, shell};
pub use routes::AllRoutes;
#[cfg(feature = "hydrate")]
pub use wake::wake;
