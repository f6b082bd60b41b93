//! Following a provisioning, or a change of the key, as it happens.

use contract::{Answer, ids::TenantId, tenants::TenantStatus};
use leptos::prelude::*;
use portal_kit::EventStream;

use super::tab::{Found, Shown};

/// Reloads the tenant whenever the server says that it went on, until it ends.
///
/// Runs in the browser alone: effects do not run on the server.
pub(super) fn follow(found: Resource<Answer<Found>>) {
    Effect::new(move |open: Option<Option<Followed>>| {
        let underway = found.with(|found| underway(found.as_ref()?.as_ref().ok()?));
        match (open.flatten(), underway) {
            (Some(stream), Some(tenant)) if stream.tenant == tenant => Some(stream),
            (_, Some(tenant)) => Followed::open(tenant, move || found.refetch()),
            (_, None) => None,
        }
    });
}

fn underway(found: &Found) -> Option<TenantId> {
    let row = &found.tenant.row;
    let is_rotating = matches!(&found.shown, Shown::Keys(keys) if keys.is_rotating);
    (is_rotating || row.status == TenantStatus::Provisioning).then_some(row.id)
}

/// Open server-sent events of a tenant.
struct Followed {
    tenant: TenantId,
    _stream: EventStream,
}

impl Followed {
    fn open(tenant: TenantId, news: impl Fn() + 'static) -> Option<Self> {
        let address = format!("/api/v1/admin/tenants/{tenant}/events");
        // A page that hears nothing more still shows where the tenant was, and what it is once it is loaded again.
        let stream = EventStream::open(&address, news, || ())?;
        Some(Self {
            tenant,
            _stream: stream,
        })
    }
}
