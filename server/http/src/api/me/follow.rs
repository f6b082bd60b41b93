//! Who is signed in, and where, as it changes: server-sent events for pages that are open.

use std::time::Duration;

use axum::{
    http::HeaderMap,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    Fault,
    me::{MemberMe, MemberSelf},
};
use domain::{Changes, TenantDesk};
use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};

use crate::{
    extract::{AsTenant, OpenStream},
    respond::Answer,
    wire::Problems,
};

/// How long nothing need be heard before the server looks by itself: notifications get lost with a connection.
const SILENCE: Duration = Duration::from_mins(1);

/// Follows what the caller may do and see in the workspace: one event at once, and one for each change.
///
/// The id of an event stands for what `GET /api/v1/me` answers. Whoever comes back with it as `Last-Event-ID` hears nothing
/// until that has changed.
#[utoipa::path(get, path = "/events", tag = "identity", operation_id = "me_events",
    params(("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that the caller knows.")),
    responses((status = 200, content_type = "text/event-stream", body = String,
        description = "Server-sent events without content; ask `GET /api/v1/me` what it is now."), Problems))]
pub(super) async fn events(
    AsTenant(desk): AsTenant,
    stream: OpenStream,
    headers: HeaderMap,
) -> Answer<impl IntoResponse> {
    let changes = desk.changes();
    // Whoever may not look is told so in a problem document, not by an empty stream.
    let now = id(&desk.me().await?)?;
    let known = headers.get("last-event-id");
    let known = known.and_then(|id| id.to_str().ok()).map(str::to_owned);
    let follower = Follower {
        desk,
        changes,
        known,
        _stream: stream,
    };
    let news = stream::unfold((follower, Some(now)), |(mut follower, now)| async move {
        let id = follower.news(now).await?;
        Some((id, (follower, None)))
    });
    let events = news.map(|id| Ok::<_, Fault>(Event::default().id(id).data("changed")));
    let every = Duration::from_secs(10);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(every)))
}

/// Somebody who follows, and what they know.
struct Follower {
    desk: TenantDesk,
    changes: Changes,
    known: Option<String>,
    _stream: OpenStream,
}

impl Follower {
    /// The id of what is new, which may be `now` already; none once the caller has no access any more.
    async fn news(&mut self, mut now: Option<String>) -> Option<String> {
        loop {
            if now.is_some() && self.known != now {
                self.known.clone_from(&now);
                return now;
            }
            self.changes.next(SILENCE).await;
            now = match self.look().await {
                Ok(id) => Some(id),
                // What fails now may work at the next look.
                Err(fault) if fault.code.status() >= 500 => None,
                Err(_) => return None,
            };
        }
    }

    async fn look(&mut self) -> Result<String, Fault> {
        self.desk = self.desk.renewed().await?;
        id(&self.desk.me().await?)
    }
}

/// Stands for what somebody may do and see.
fn id(me: &MemberMe) -> Result<String, Fault> {
    let said = serde_json::to_vec(me).map_err(|_| Fault::internal())?;
    Ok(URL_SAFE_NO_PAD.encode(&Sha256::digest(said)[..12]))
}
