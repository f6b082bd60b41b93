//! Rendering an address the way the server does, without a server.

use std::sync::{Arc, Mutex};

use contract::{OperatorAccess, me::OperatorSelf};
use futures_util::StreamExt;
use leptos::prelude::*;
use leptos_meta::{ServerMetaContext, provide_meta_context};
use leptos_router::{
    components::{Router, Routes},
    location::RequestUrl,
};
use portal_kit::SetStatus;
use portal_operator::OperatorRoutes;

use crate::platform::Platform;

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

/// Renders the page at `address` for the operator of `platform`.
pub(crate) async fn render(platform: Platform, address: &str) -> Rendered {
    // Fails only where another test of this process was first.
    let _ = any_spawner::Executor::init_tokio();
    let status = Arc::new(Mutex::new(200));
    let noted = Arc::clone(&status);
    let address = address.to_owned();
    let me = platform.me().await;
    let owner = Owner::new_root(None);
    let stream = owner.with(|| {
        let access: Arc<dyn OperatorAccess> = Arc::new(platform);
        provide_context(access);
        provide_context(me);
        provide_context(RequestUrl::new(&address));
        provide_context(SetStatus(Arc::new(move |status| {
            *noted.lock().unwrap() = status;
        })));
        let (meta, _output) = ServerMetaContext::new();
        provide_context(meta);
        provide_meta_context();
        app().to_html_stream_in_order()
    });
    let html = stream.collect::<String>().await;
    let status = *status.lock().unwrap();
    Rendered { status, html }
}

fn app() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| ()>
                <OperatorRoutes />
            </Routes>
        </Router>
    }
}
