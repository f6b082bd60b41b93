//! One route tree for each kind of host.

use std::collections::HashSet;

use contract::door::Realm;
use leptos::prelude::*;
use leptos_router::{
    PathSegment, RouteList, RouteListing,
    components::{Router, Routes},
};
use portal_kit::DoorRoutes;

use crate::not_found::NotFound;

/// The routes of a realm's host. A browser half has those of its own hosts, and is sent to no other.
pub(crate) fn realm_routes(realm: &Realm) -> AnyView {
    match realm {
        #[cfg(feature = "operator")]
        Realm::Operator => view! {
            <Routes fallback=NotFound>
                <DoorRoutes />
                <portal_operator::OperatorRoutes />
            </Routes>
        }
        .into_any(),
        #[cfg(feature = "workspace")]
        Realm::Tenant { .. } => view! {
            <Routes fallback=NotFound>
                <DoorRoutes />
                <portal_tenant::TenantRoutes />
                <portal_member::MemberRoutes />
            </Routes>
        }
        .into_any(),
        #[cfg(feature = "workspace")]
        Realm::Public => view! {
            <Routes fallback=NotFound>
                <crate::site::SiteRoutes />
            </Routes>
        }
        .into_any(),
        #[cfg(not(all(feature = "operator", feature = "workspace")))]
        _ => ().into_any(),
    }
}

/// Stands in for the app while the server lists its routes: the paths of every realm, each once.
///
/// The list has to be known before there is a request, hence without a realm; and two realms may
/// have a page at the same path, which an HTTP router takes only once. Which page it is, the
/// realm decides when the path is asked for. Catch-alls are left out: the server renders the app for
/// whatever no route takes, and after its own files.
#[component]
pub fn AllRoutes() -> impl IntoView {
    let tenant = Realm::Tenant {
        display_name: String::new(),
        primary_color: String::new(),
        secondary_color: String::new(),
        sign_in_text: None,
        logo: None,
    };
    let mut known = HashSet::new();
    let listings: Vec<_> = [Realm::Operator, tenant, Realm::Public]
        .into_iter()
        .filter_map(|realm| {
            RouteList::generate(move || view! { <Router>{realm_routes(&realm)}</Router> })
        })
        .flat_map(RouteList::into_inner)
        .filter(|listing| !is_catch_all(listing) && known.insert(format!("{:?}", listing.path())))
        .collect();
    RouteList::register(listings.into());
}

fn is_catch_all(listing: &RouteListing) -> bool {
    listing
        .path()
        .iter()
        .any(|segment| matches!(segment, PathSegment::Splat(_)))
}
