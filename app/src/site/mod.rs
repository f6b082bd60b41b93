//! The public site, at the base host.

mod landing;

use leptos::prelude::*;
#[cfg(debug_assertions)]
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use landing::Landing;

/// The routes of the public site.
#[cfg(not(debug_assertions))]
#[component(transparent)]
pub(crate) fn SiteRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/") view=Landing ssr=SsrMode::Async /> }
        .into_inner()
        .into_any_nested_route()
}

/// The routes of the public site, and in development the gallery of the design system.
#[cfg(debug_assertions)]
#[component(transparent)]
pub(crate) fn SiteRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/") view=Landing ssr=SsrMode::Async />
        <Route path=path!("/gallery") view=Gallery ssr=SsrMode::Async />
        <Route path=path!("/gallery/:page") view=Gallery ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}

#[cfg(debug_assertions)]
#[component]
fn Gallery() -> impl IntoView {
    view! {
        <leptos_meta::Title text="Gallery" />
        <ui::gallery::Gallery path=use_location().pathname />
    }
}
