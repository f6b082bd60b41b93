//! The doors: pages for people who are not signed in, on the operators' host and on every tenant's.

mod code;
mod forgot;
mod frame;
mod link;
mod passkey;
mod sign_in;
mod visit;

pub use frame::host_name;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use code::CodePage;
use forgot::ForgotPage;
use link::LinkPage;
use sign_in::SignInPage;
use visit::VisitPage;

/// The routes of the doors.
#[component(transparent)]
pub fn DoorRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
        <Route path=path!("/sign-in/code") view=CodePage ssr=SsrMode::Async />
        <Route path=path!("/forgot") view=ForgotPage ssr=SsrMode::Async />
        <Route path=path!("/visit/:way_in") view=VisitPage ssr=SsrMode::Async />
        <Route path=path!("/link/:token") view=LinkPage ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
