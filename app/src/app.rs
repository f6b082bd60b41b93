//! The app: which host, which routes.

use contract::{Fault, door::Realm};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;
use portal_kit::{FaultPage, Refused, Toaster, host_name};

use crate::routes::realm_routes;

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The browser reads what the server wrote into the page, so both build the same tree.
    let (realm, refused) = SharedValue::new(host).into_inner();
    provide_context(realm.clone());
    let name = host_name();
    view! {
        <Title formatter=move |page| format!("{page} · {name}") />
        <Router>
            <Toaster>
                {match refused {
                    Some(fault) => view! { <FaultPage fault /> }.into_any(),
                    None => realm_routes(&realm),
                }}
            </Toaster>
        </Router>
    }
}

/// Whose host this is, and why the guard refused the page, if it did.
fn host() -> (Realm, Option<Fault>) {
    let realm = use_context().unwrap_or(Realm::Public);
    (realm, use_context::<Refused>().map(|refused| refused.0))
}
