//! Following a provisioning, or a change of the key, as it happens.

use contract::{Answer, ids::TenantId, tenants::TenantStatus};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

use super::tab::{Found, Shown};

/// Reloads the tenant whenever the server says that it went on, until it ends.
///
/// Runs in the browser alone: effects do not run on the server.
pub(super) fn follow(found: Resource<Answer<Found>>) {
    Effect::new(move |open: Option<Option<Stream>>| {
        let underway = found.with(|found| underway(found.as_ref()?.as_ref().ok()?));
        match (open.flatten(), underway) {
            (Some(stream), Some(tenant)) if stream.tenant == tenant => Some(stream),
            (_, Some(tenant)) => Stream::open(tenant, move || found.refetch()),
            (_, None) => None,
        }
    });
}

fn underway(found: &Found) -> Option<TenantId> {
    let row = &found.tenant.row;
    let is_rotating = matches!(&found.shown, Shown::Keys(keys) if keys.is_rotating);
    (is_rotating || row.status == TenantStatus::Provisioning).then_some(row.id)
}

/// Open server-sent events of a tenant; closed when dropped.
struct Stream {
    tenant: TenantId,
    source: EventSource,
    /// The browser calls it as long as the stream is open.
    _on_news: Closure<dyn FnMut()>,
}

impl Stream {
    /// Calls `news` for each message. The first comes at once: something may have happened before the stream was open.
    fn open(tenant: TenantId, news: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new(&format!("/api/v1/admin/tenants/{tenant}/events")).ok()?;
        let on_news = Closure::<dyn FnMut()>::new(news);
        source.set_onmessage(Some(on_news.as_ref().unchecked_ref()));
        Some(Self {
            tenant,
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
