//! The app: which host, which routes.

use contract::door::Realm;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;
use portal_kit::{Toaster, host_name, titled};

use crate::routes::realm_routes;

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The browser reads what the server wrote into the page, so both build the same tree.
    let realm = SharedValue::new(|| use_context().unwrap_or(Realm::Public)).into_inner();
    provide_context(realm.clone());
    view! {
        <Title formatter=titled(host_name()) />
        <Router>
            <Toaster>{realm_routes(&realm)}</Toaster>
        </Router>
    }
}
