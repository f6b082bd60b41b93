//! A provisioning as it happens: server-sent events, one for each change, until it ends.

use std::{future::Future, pin::Pin, time::Duration};

use axum::response::{
    IntoResponse,
    sse::{Event, KeepAlive, Sse},
};
use contract::{
    Answer as Told,
    ids::{TenantId, TenantKind},
    tenants::{self as rows, TenantStatus, Tenants},
};
use domain::OperatorDesk;
use futures_util::{
    FutureExt, Stream,
    stream::{self, StreamExt},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::record::Provisioning;
use crate::{
    extract::{AsOperator, OpenStream, PathId},
    respond::Answer,
    wire::{Problems, TenantStatusWord},
};

/// How far a tenant is.
#[derive(Debug, Serialize, ToSchema)]
struct Progress {
    #[schema(value_type = TenantStatusWord)]
    status: TenantStatus,
    provisioning: Provisioning,
}

impl From<rows::Tenant> for Progress {
    fn from(tenant: rows::Tenant) -> Self {
        Self {
            status: tenant.row.status,
            provisioning: tenant.provisioning.into(),
        }
    }
}

/// Follows the provisioning of a tenant: one event for each change, the last one when it has ended.
#[utoipa::path(get, path = "/{id}/events", tag = "tenants", operation_id = "tenant_events", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "text/event-stream", body = String,
        description = "Server-sent events whose data is the JSON of `status` and `provisioning`."), Problems))]
pub(super) async fn events(
    AsOperator(desk): AsOperator,
    stream: OpenStream,
    PathId(id): PathId<TenantKind>,
) -> Answer<impl IntoResponse> {
    // A tenant that does not exist is a problem document, not an empty stream.
    desk.tenant_get(id).await?;
    let events = changes(desk, id).map(move |progress| {
        let _open = &stream;
        Event::default().json_data(progress)
    });
    let every = Duration::from_secs(10);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(every)))
}

type Watch = Pin<Box<dyn Future<Output = Told<()>> + Send>>;

/// Where following a tenant stands.
enum Step {
    /// Look, and tell.
    Look,
    /// Told; something may have happened since the look, or will.
    Wait(Watch),
}

/// What the tenant's provisioning looks like now and after each change.
fn changes(desk: OperatorDesk, id: TenantId) -> impl Stream<Item = Progress> + Send {
    stream::unfold(Some(Step::Look), move |step| {
        let desk = desk.clone();
        async move {
            if let Step::Wait(watch) = step? {
                watch.await.ok()?;
            }
            // Whoever was signed out meanwhile learns nothing more.
            let desk = desk.renewed().await.ok()?;
            let mut watch = watch(desk.clone(), id);
            // Begun before the look, so that no change falls between the two.
            let has_changed = (&mut watch).now_or_never();
            let tenant = desk.tenant_get(id).await.ok()?;
            let next = match (tenant.row.status, has_changed) {
                (TenantStatus::Provisioning, None) => Some(Step::Wait(watch)),
                (TenantStatus::Provisioning, Some(_)) => Some(Step::Look),
                _ => None,
            };
            Some((Progress::from(tenant), next))
        }
    })
}

fn watch(desk: OperatorDesk, id: TenantId) -> Watch {
    Box::pin(async move { desk.tenant_watch(id).await })
}
