//! The list of routes that the server needs before the first request.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_meta::ServerMetaContext;
use leptos_router::{PathSegment, RouteList, location::RequestUrl};

fn listed() -> Vec<String> {
    Owner::new_root(None).with(|| {
        provide_context(RequestUrl::new(""));
        let (meta, _written) = ServerMetaContext::new();
        provide_context(meta);
        let list = RouteList::generate(app::AllRoutes).unwrap();
        list.iter().map(|listing| spelled(listing.path())).collect()
    })
}

fn spelled(path: &[PathSegment]) -> String {
    let parts: Vec<_> = path
        .iter()
        .map(|part| match part {
            PathSegment::Param(name) => format!("{{{name}}}"),
            other => other.as_raw_str().trim_matches('/').to_owned(),
        })
        .filter(|part| !part.is_empty())
        .collect();
    format!("/{}", parts.join("/"))
}

#[test]
fn every_tree_is_listed_and_no_path_twice() {
    let listed = listed();
    let known: BTreeSet<_> = listed.iter().map(String::as_str).collect();
    assert_eq!(known.len(), listed.len(), "{listed:?}");
    for path in [
        "/",
        "/sign-in",
        "/link/{token}",
        "/tenants/{id}",
        "/customers/{id}/edit",
        "/settings",
        "/settings/users/new",
    ] {
        assert!(known.contains(path), "{path} in {listed:?}");
    }
}

#[test]
fn no_page_takes_every_path() {
    assert!(
        listed()
            .iter()
            .all(|path| !path.contains('*') && !path.contains("rest")),
        "{:?}",
        listed()
    );
}
