//! The route tree of the operators' host.

use contract::Fault;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};
use portal_kit::{AccountPage, ConfirmPage, FactorOffPage, PageFault};

use crate::{
    approvals::{ApprovalPage, ApprovalsPage},
    audit::AuditPage,
    home::HomePage,
    isolation::{IsolationPage, IsolationRunPage},
    outbox::{MailPage, OutboxPage},
    plans::{PlanEditPage, PlansPage},
    servers::ServersPage,
    shell::OperatorShell,
    tenants::{NewTenantPage, TenantDeedPage, TenantEditPage, TenantPage, TenantsPage},
};

/// Every page of the portal inside its frame, for the children of a [`Routes`](leptos_router::components::Routes).
#[component(transparent)]
pub fn OperatorRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=OperatorShell ssr=SsrMode::Async>
            <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
            <Route path=path!("/tenants") view=TenantsPage ssr=SsrMode::Async />
            <Route path=path!("/tenants/new") view=NewTenantPage ssr=SsrMode::Async />
            <Route path=path!("/tenants/:id") view=TenantPage ssr=SsrMode::Async />
            <Route path=path!("/tenants/:id/edit") view=TenantEditPage ssr=SsrMode::Async />
            <Route path=path!("/tenants/:id/:deed") view=TenantDeedPage ssr=SsrMode::Async />
            <Route path=path!("/approvals") view=ApprovalsPage ssr=SsrMode::Async />
            <Route path=path!("/approvals/:id") view=ApprovalPage ssr=SsrMode::Async />
            <Route path=path!("/plans") view=PlansPage ssr=SsrMode::Async />
            <Route path=path!("/plans/:code/edit") view=PlanEditPage ssr=SsrMode::Async />
            <Route path=path!("/outbox") view=OutboxPage ssr=SsrMode::Async />
            <Route path=path!("/outbox/:id") view=MailPage ssr=SsrMode::Async />
            <Route path=path!("/servers") view=ServersPage ssr=SsrMode::Async />
            <Route path=path!("/isolation") view=IsolationPage ssr=SsrMode::Async />
            <Route path=path!("/isolation/:id") view=IsolationRunPage ssr=SsrMode::Async />
            <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
            <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
            <Route path=path!("/account/turn-off") view=FactorOffPage ssr=SsrMode::Async />
            <Route path=path!("/confirm") view=ConfirmPage ssr=SsrMode::Async />
            <Route path=path!("/*rest") view=NoPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// An address without a page.
#[component]
fn NoPage() -> impl IntoView {
    view! { <PageFault fault=Fault::not_found("page") /> }
}
