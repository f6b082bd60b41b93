//! Rendering an address the way the server does, without a server.

use std::sync::{Arc, Mutex};

use contract::{Fault, MemberAccess, TenantAccess, door::Door, door::Realm, me::MemberSelf};
use futures_util::StreamExt;
use leptos::prelude::*;
use leptos_meta::ServerMetaContext;
use leptos_router::location::RequestUrl;
use portal_kit::{FailedForm, Flash, SetStatus};

use crate::workspace::Workspace;

/// A rendered page.
pub(crate) struct Rendered {
    pub(crate) status: u16,
    pub(crate) html: String,
}

impl Rendered {
    /// Fails, with the page, unless it holds every one of `texts`.
    #[track_caller]
    pub(crate) fn shows(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.html.contains(text), "no {text:?} in\n{}", self.html);
        }
    }

    /// Fails, with the page, if it holds any of `texts`.
    #[track_caller]
    pub(crate) fn hides(&self, texts: &[&str]) {
        for text in texts {
            assert!(!self.html.contains(text), "{text:?} in\n{}", self.html);
        }
    }
}

/// Renders the page at `address` of the workspace's own host.
pub(crate) async fn render(workspace: &Workspace, address: &str) -> Rendered {
    render_after(workspace, address, Flash::default()).await
}

/// Renders the page to which a form of the server function at `path` was sent back with `fault`.
pub(crate) async fn render_failed(
    workspace: &Workspace,
    address: &str,
    path: &str,
    fault: Fault,
) -> Rendered {
    let failed = Some(FailedForm {
        path: path.to_owned(),
        fault,
    });
    render_after(
        workspace,
        address,
        Flash {
            notice: None,
            failed,
        },
    )
    .await
}

/// Renders a page for which the request before left something behind.
pub(crate) async fn render_after(workspace: &Workspace, address: &str, flash: Flash) -> Rendered {
    let workspace = Arc::new(workspace.clone());
    let realm = workspace.realm();
    let me = workspace.me().await;
    in_document(address, move || {
        provide_context(realm);
        provide_context(flash);
        provide_context(me);
        provide_context::<Arc<dyn Door>>(workspace.clone());
        provide_context::<Arc<dyn TenantAccess>>(workspace.clone());
        provide_context::<Arc<dyn MemberAccess>>(workspace);
    })
    .await
}

/// Renders the page at `address` of a host that is no workspace's.
pub(crate) async fn render_realm(realm: Realm, address: &str) -> Rendered {
    in_document(address, move || provide_context(realm)).await
}

/// Renders the document at `address` with the contexts that `provide` adds to those of every request.
pub(crate) async fn in_document(address: &str, provide: impl FnOnce()) -> Rendered {
    // Fails only where another test of this process was first.
    let _ = any_spawner::Executor::init_tokio();
    let status = Arc::new(Mutex::new(200));
    let noted = Arc::clone(&status);
    let owner = Owner::new_root(None);
    let (meta, written) = ServerMetaContext::new();
    let stream = owner.with(|| {
        provide_context(RequestUrl::new(address));
        provide_context(meta);
        provide_context(SetStatus(Arc::new(move |status| {
            *noted.lock().unwrap() = status;
        })));
        provide();
        app::shell(LeptosOptions::builder().output_name("test").build()).to_html_stream_in_order()
    });
    let html = stream.collect::<String>().await;
    let once = futures_util::stream::iter([html]);
    let html = written
        .inject_meta_context(once)
        .await
        .collect::<String>()
        .await;
    let status = *status.lock().unwrap();
    Rendered { status, html }
}
