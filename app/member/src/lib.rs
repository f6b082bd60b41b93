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
mod professionals;
mod record;
mod referrals;
mod services;
mod shell;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use portal_kit::{AccountPage, ConfirmPage, FactorOffPage};

use contract::{
    customers::Customer,
    professionals::Professional,
    referrals::Referral,
    services::{Service, ServiceCategory},
};
use home::Home;
use record::{
    record_delete, record_edit, record_import, record_import_check, record_import_columns,
    record_list, record_new, record_show,
};
use referrals::ReferralCustomer;
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
            <Route path=path!("/customers") view={record_list::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/new") view={record_new::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/import") view={record_import::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/import/:id") view={record_import_columns::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/import/:id/check") view={record_import_check::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/:id") view={record_show::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/:id/edit") view={record_edit::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/customers/:id/delete") view={record_delete::<Customer>} ssr=SsrMode::Async />
            <Route path=path!("/professionals") view={record_list::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/new") view={record_new::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/import") view={record_import::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/import/:id") view={record_import_columns::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/import/:id/check") view={record_import_check::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/:id") view={record_show::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/:id/edit") view={record_edit::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/professionals/:id/delete") view={record_delete::<Professional>} ssr=SsrMode::Async />
            <Route path=path!("/services/categories") view={record_list::<ServiceCategory>} ssr=SsrMode::Async />
            <Route path=path!("/services/categories/new") view={record_new::<ServiceCategory>} ssr=SsrMode::Async />
            <Route path=path!("/services/categories/:id") view={record_show::<ServiceCategory>} ssr=SsrMode::Async />
            <Route path=path!("/services/categories/:id/edit") view={record_edit::<ServiceCategory>} ssr=SsrMode::Async />
            <Route path=path!("/services/categories/:id/delete") view={record_delete::<ServiceCategory>} ssr=SsrMode::Async />
            <Route path=path!("/services") view={record_list::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/new") view={record_new::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/import") view={record_import::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/import/:id") view={record_import_columns::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/import/:id/check") view={record_import_check::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/:id") view={record_show::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/:id/edit") view={record_edit::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/services/:id/delete") view={record_delete::<Service>} ssr=SsrMode::Async />
            <Route path=path!("/referrals") view={record_list::<Referral>} ssr=SsrMode::Async />
            <Route path=path!("/referrals/new") view={record_new::<Referral>} ssr=SsrMode::Async />
            <Route path=path!("/referrals/new/customer") view=ReferralCustomer ssr=SsrMode::Async />
            <Route path=path!("/referrals/:id") view={record_show::<Referral>} ssr=SsrMode::Async />
            <Route path=path!("/referrals/:id/edit") view={record_edit::<Referral>} ssr=SsrMode::Async />
            <Route path=path!("/referrals/:id/delete") view={record_delete::<Referral>} ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
