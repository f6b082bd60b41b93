//! What a page or a server function says to the response it is part of. Each is silent in the browser.

use std::sync::Arc;

use leptos::prelude::use_context;

use crate::safe_path;

/// Sends the visitor elsewhere; the root provides it as a context.
#[derive(Clone)]
pub struct Redirect(pub Arc<dyn Fn(&str) + Send + Sync>);

/// Sets the HTTP status of the page; the root provides it as a context.
#[derive(Clone)]
pub struct SetStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// Keeps a sentence for the next page; the root provides it as a context.
#[derive(Clone)]
pub struct SetNotice(pub Arc<dyn Fn(String) + Send + Sync>);

/// Sends the visitor to a path of this host; anything else goes to `/`.
pub fn redirect(path: &str) {
    if let Some(Redirect(send)) = use_context() {
        send(safe_path(path).unwrap_or("/"));
    }
}

/// Sets the HTTP status of the page.
pub fn set_status(status: u16) {
    if let Some(SetStatus(set)) = use_context() {
        set(status);
    }
}

/// Shows a sentence as a toast on the next page.
pub fn notice(text: impl Into<String>) {
    if let Some(SetNotice(keep)) = use_context() {
        keep(text.into());
    }
}
