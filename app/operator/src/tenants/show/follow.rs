//! Following a provisioning as it happens.

use contract::{Answer, ids::TenantId, tenants::TenantStatus};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

use super::tab::Found;

/// Reloads the tenant whenever the server says that its provisioning went on, until it ends.
///
/// Runs in the browser alone: effects do not run on the server.
pub(super) fn follow(id: Memo<Answer<TenantId>>, found: Resource<Answer<Found>>) {
    let underway = Memo::new(move |_| {
        let is_underway = |found: &Found| found.tenant.row.status == TenantStatus::Provisioning;
        found.with(|found| matches!(found, Some(Ok(found)) if is_underway(found)))
    });
    Effect::new(move |earlier: Option<Option<Stream>>| {
        drop(earlier);
        let id = id.get().ok().filter(|_| underway.get())?;
        Stream::open(&format!("/api/v1/admin/tenants/{id}/events"), move || {
            found.refetch();
        })
    });
}

/// Open server-sent events; closed when dropped.
struct Stream {
    source: EventSource,
    /// The browser calls it as long as the stream is open.
    _on_news: Closure<dyn FnMut()>,
}

impl Stream {
    /// Calls `news` for each message, and once at first: something may have happened before the stream was open.
    fn open(address: &str, news: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let on_news = Closure::<dyn FnMut()>::new(news);
        source.set_onopen(Some(on_news.as_ref().unchecked_ref()));
        source.set_onmessage(Some(on_news.as_ref().unchecked_ref()));
        Some(Self {
            source,
            _on_news: on_news,
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
