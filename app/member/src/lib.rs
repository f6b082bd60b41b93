//! The pages of the member portal, at `/` of a tenant's host.
//!
//! A page asks `portal_kit::member()` for what it shows, in the server functions of its folder's
//! `calls.rs`, and words everything as the tenant does. It knows neither the tenant nor the database:
//! both are inside the access object. The customers are the slice that later ones copy.
//!
//! ```
//! use leptos::prelude::*;
//! use leptos_router::components::Routes;
//! use portal_member::MemberRoutes;
//!
//! # fn app() -> impl IntoView {
//! view! { <Routes fallback=|| "Not found"><MemberRoutes /></Routes> }
//! # }
//! ```
#![expect(
    unreachable_pub,
    reason = "the builders that #[component] writes are public, also in private modules"
)]

mod customers;
mod home;
mod shell;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use portal_kit::{AccountPage, ConfirmPage, FactorOffPage};

use customers::{CustomerDelete, CustomerEdit, CustomerList, CustomerNew, CustomerShow};
use home::Home;
use shell::MemberShell;

/// The routes of the member portal.
#[component(transparent)]
pub fn MemberRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=MemberShell ssr=SsrMode::Async>
            <Route path=path!("/") view=Home ssr=SsrMode::Async />
            <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
            <Route path=path!("/account/turn-off") view=FactorOffPage ssr=SsrMode::Async />
            <Route path=path!("/confirm") view=ConfirmPage ssr=SsrMode::Async />
            <Route path=path!("/customers") view=CustomerList ssr=SsrMode::Async />
            <Route path=path!("/customers/new") view=CustomerNew ssr=SsrMode::Async />
            <Route path=path!("/customers/:id") view=CustomerShow ssr=SsrMode::Async />
            <Route path=path!("/customers/:id/edit") view=CustomerEdit ssr=SsrMode::Async />
            <Route path=path!("/customers/:id/delete") view=CustomerDelete ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
