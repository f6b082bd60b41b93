//! The pages of the tenant portal, at `/settings` of a tenant's host: where admins shape their workspace.
//!
//! A page asks `portal_kit::tenant()` for what it shows, in the server functions of its folder's
//! `calls.rs`. It knows neither the tenant nor the database: both are inside the access object.
//!
//! ```
//! use leptos::prelude::*;
//! use leptos_router::components::Routes;
//! use portal_tenant::TenantRoutes;
//!
//! # fn app() -> impl IntoView {
//! view! { <Routes fallback=|| "Not found"><TenantRoutes /></Routes> }
//! # }
//! ```
#![expect(
    unreachable_pub,
    reason = "the builders that #[component] writes are public, also in private modules"
)]

mod api_keys;
mod audit;
mod branding;
mod companies;
mod configuration;
mod home;
mod modules;
mod receiver;
mod roles;
mod shell;
mod sign_in;
mod users;
mod visits;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use api_keys::{ApiKeyDelete, ApiKeyNew, ApiKeyShow, ApiKeysPage};
use audit::AuditPage;
use branding::BrandingPage;
use companies::{CompaniesPage, CompanyDelete, CompanyNew, CompanyShow};
use configuration::{ConfigurationPage, ConfigurationVersions};
use home::SettingsHome;
use modules::{ModuleShow, ModulesPage};
use receiver::{ReceiverDelete, ReceiverPage};
use roles::{RoleDelete, RoleNew, RoleShow, RolesPage};
use shell::SettingsShell;
use sign_in::SignInRulePage;
use users::{UserFactor, UserInvite, UserRemove, UserShow, UsersPage};
use visits::VisitsPage;

/// The routes of the tenant portal.
#[component(transparent)]
pub fn TenantRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/settings") view=SettingsShell ssr=SsrMode::Async>
            <Route path=path!("") view=SettingsHome ssr=SsrMode::Async />
            <Route path=path!("/modules") view=ModulesPage ssr=SsrMode::Async />
            <Route path=path!("/modules/:key") view=ModuleShow ssr=SsrMode::Async />
            <Route path=path!("/branding") view=BrandingPage ssr=SsrMode::Async />
            <Route path=path!("/configuration") view=ConfigurationPage ssr=SsrMode::Async />
            <Route path=path!("/configuration/versions") view=ConfigurationVersions ssr=SsrMode::Async />
            <Route path=path!("/users") view=UsersPage ssr=SsrMode::Async />
            <Route path=path!("/users/new") view=UserInvite ssr=SsrMode::Async />
            <Route path=path!("/users/:id") view=UserShow ssr=SsrMode::Async />
            <Route path=path!("/users/:id/take-it-away") view=UserFactor ssr=SsrMode::Async />
            <Route path=path!("/users/:id/remove") view=UserRemove ssr=SsrMode::Async />
            <Route path=path!("/roles") view=RolesPage ssr=SsrMode::Async />
            <Route path=path!("/roles/new") view=RoleNew ssr=SsrMode::Async />
            <Route path=path!("/roles/:key") view=RoleShow ssr=SsrMode::Async />
            <Route path=path!("/roles/:key/delete") view=RoleDelete ssr=SsrMode::Async />
            <Route path=path!("/companies") view=CompaniesPage ssr=SsrMode::Async />
            <Route path=path!("/companies/new") view=CompanyNew ssr=SsrMode::Async />
            <Route path=path!("/companies/:id") view=CompanyShow ssr=SsrMode::Async />
            <Route path=path!("/companies/:id/delete") view=CompanyDelete ssr=SsrMode::Async />
            <Route path=path!("/api-keys") view=ApiKeysPage ssr=SsrMode::Async />
            <Route path=path!("/api-keys/new") view=ApiKeyNew ssr=SsrMode::Async />
            <Route path=path!("/api-keys/:id") view=ApiKeyShow ssr=SsrMode::Async />
            <Route path=path!("/api-keys/:id/delete") view=ApiKeyDelete ssr=SsrMode::Async />
            <Route path=path!("/sign-in") view=SignInRulePage ssr=SsrMode::Async />
            <Route path=path!("/visits") view=VisitsPage ssr=SsrMode::Async />
            <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            <Route path=path!("/audit/receiver") view=ReceiverPage ssr=SsrMode::Async />
            <Route path=path!("/audit/receiver/delete") view=ReceiverDelete ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
